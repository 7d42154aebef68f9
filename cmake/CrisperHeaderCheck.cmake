# Every header must compile alone. One that belongs to a .cpp does, because the .cpp includes it first (a rule of
# tests/tidy); for each of the others this makes a source file that includes nothing else.
set(sources "")
set(libraries "")
foreach(folder IN LISTS crisper_folders)
  if(NOT TARGET crisper_${folder})
    continue()
  endif()
  list(APPEND libraries crisper_${folder})
  file(GLOB_RECURSE headers RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.hpp)
  foreach(header IN LISTS headers)
    string(REGEX REPLACE "hpp$" "cpp" own_source ${header})
    if(NOT EXISTS ${PROJECT_SOURCE_DIR}/${own_source})
      set(source ${PROJECT_BINARY_DIR}/header_check/${own_source})
      file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n")
      list(APPEND sources ${source})
    endif()
  endforeach()
endforeach()

add_library(crisper_header_check OBJECT ${sources})
target_link_libraries(crisper_header_check PRIVATE ${libraries} crisper_options crisper_warnings)
# Only whether they compile matters, not what comes out.
target_compile_options(crisper_header_check PRIVATE -O0)
