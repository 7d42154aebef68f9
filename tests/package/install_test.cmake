# Installs `build` below `scratch` and uses it from the project in outside/, as somebody else's project would.
set(prefix ${scratch}/prefix)
file(REMOVE_RECURSE ${scratch})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${build} --prefix ${prefix}
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/outside -B ${scratch}/build -G ${generator}
                        -DCMAKE_CXX_COMPILER=${compiler} "-DCMAKE_CXX_FLAGS=${flags}" -DCMAKE_PREFIX_PATH=${prefix}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${scratch}/build COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${scratch}/build/outside OUTPUT_VARIABLE printed OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)
# Rng promises the same numbers in every build; this one was worked out from its definition, not taken from a run.
set(expected 7683018941280381690)
if(NOT printed STREQUAL expected)
  message(FATAL_ERROR "the outside project printed '${printed}', expected ${expected}")
endif()
