# Writes SOURCE: the bytes of FILE as the constant NAMESPACE::NAME, and of a script also NAME_sha256, its hash as a
# content security policy has it. As an array of bytes: compilers limit literals.
set(embedded ${FILE})
if(FILE MATCHES "\\.js$")
  # Where a script's map is says its last line; who embeds the script has no map.
  file(READ ${FILE} text)
  string(FIND "${text}" "//# sourceMappingURL" map REVERSE)
  string(SUBSTRING "${text}" 0 ${map} text)
  set(embedded ${SOURCE}.js)
  file(WRITE ${embedded} "${text}")
endif()
file(READ ${embedded} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")

set(hash "")
if(FILE MATCHES "\\.js$")
  file(SHA256 ${embedded} digits)
  string(APPEND digits "00")  # 32 bytes and one of zeros: eleven times three
  set(letters "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  set(base64 "")
  foreach(start RANGE 0 60 6)
    string(SUBSTRING "${digits}" ${start} 6 three)
    foreach(shift IN ITEMS 18 12 6 0)
      math(EXPR letter "(0x${three} >> ${shift}) & 63")
      string(SUBSTRING "${letters}" ${letter} 1 letter)
      string(APPEND base64 "${letter}")
    endforeach()
  endforeach()
  string(SUBSTRING "${base64}" 0 43 base64)
  set(hash "extern const std::string_view ${NAME}_sha256;
const std::string_view ${NAME}_sha256(\"sha256-${base64}=\");
")
endif()

file(WRITE ${SOURCE} "#include <string_view>
namespace ${NAMESPACE} {
namespace {
constexpr char bytes_of_${NAME}[] = {${bytes}'\\0'};
}
extern const std::string_view ${NAME};
const std::string_view ${NAME}(bytes_of_${NAME}, sizeof bytes_of_${NAME} - 1);
${hash}}
")
