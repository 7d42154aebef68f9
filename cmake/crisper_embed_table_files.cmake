# Writes SOURCE: the files of FOLDER whose endings are in ENDINGS, as the table NAMESPACE::NAME of names and texts.
set(patterns "")
foreach(ending IN LISTS ENDINGS)
  list(APPEND patterns ${FOLDER}/*.${ending})
endforeach()
file(GLOB files ${patterns})
list(SORT files)
set(arrays "")
set(rows "")
set(n 0)
foreach(file IN LISTS files)
  cmake_path(GET file FILENAME name)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND arrays "constexpr char file_${n}[] = {${bytes}'\\0'};\n")
  string(APPEND rows "    {\"${name}\", {file_${n}, sizeof file_${n} - 1}},\n")
  math(EXPR n "${n} + 1")
endforeach()
file(WRITE ${SOURCE} "#include \"${HEADER}\"
namespace ${NAMESPACE} {
namespace {
${arrays}constexpr EmbeddedFile table[] = {
${rows}};
}
std::span<const EmbeddedFile> ${NAME}() { return table; }
}
")
