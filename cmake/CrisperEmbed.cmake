# crisper_embed(TARGET NAMESPACE FILES...): text files as constants of the program, so that it needs none of them when
# it runs: page.css becomes `extern const std::string_view page_css`, declared by whoever uses it. A file that changes
# is embedded anew by the next build. Of a script there is its hash, too: page_js_sha256.
set(crisper_embed_script ${CMAKE_CURRENT_LIST_DIR}/crisper_embed_file.cmake)
function(crisper_embed target namespace)
  foreach(file IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH file)
    cmake_path(GET file FILENAME name)
    string(MAKE_C_IDENTIFIER ${name} name)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.cpp)
    add_custom_command(
      OUTPUT ${source}
      COMMAND ${CMAKE_COMMAND} -DFILE=${file} -DNAME=${name} -DNAMESPACE=${namespace} -DSOURCE=${source}
              -P ${crisper_embed_script}
      DEPENDS ${file} ${crisper_embed_script} VERBATIM)
    set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    target_sources(${target} PRIVATE ${source})
  endforeach()
endfunction()

# crisper_embed_folder(TARGET NAMESPACE NAME HEADER FOLDER ENDINGS...): all files of a folder with these endings as one
# table, `std::span<const EmbeddedFile> NAME()`, declared in HEADER with EmbeddedFile: a name and a text.
set(crisper_embed_table_script ${CMAKE_CURRENT_LIST_DIR}/crisper_embed_table_files.cmake)
function(crisper_embed_folder target namespace name header folder)
  set(patterns "")
  foreach(ending IN LISTS ARGN)
    list(APPEND patterns ${folder}/*.${ending})
  endforeach()
  file(GLOB files CONFIGURE_DEPENDS ${patterns})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.cpp)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} "-DENDINGS=${ARGN}" -DNAME=${name} -DNAMESPACE=${namespace}
            -DHEADER=${header} -DSOURCE=${source} -P ${crisper_embed_table_script}
    DEPENDS ${files} ${crisper_embed_table_script} VERBATIM)
  set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE ${source})
endfunction()
