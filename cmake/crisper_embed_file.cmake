# Writes SOURCE: the bytes of FILE as the constant NAMESPACE::NAME. As an array of bytes: compilers limit literals.
file(READ ${FILE} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
file(WRITE ${SOURCE} "#include <string_view>
namespace ${NAMESPACE} {
namespace {
constexpr char bytes_of_${NAME}[] = {${bytes}'\\0'};
}
extern const std::string_view ${NAME};
const std::string_view ${NAME}(bytes_of_${NAME}, sizeof bytes_of_${NAME} - 1);
}
")
