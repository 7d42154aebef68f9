# Wrong: `cmake --install` where not everything is built (after ./run.sh) would leave half of an installation.
file(REMOVE_RECURSE ${scratch})
execute_process(COMMAND ${CMAKE_COMMAND} -S ${source} -B ${scratch}/build -G ${generator} -DCRISPER_TESTS=OFF
                        -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=${compiler}
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${scratch}/build --prefix ${scratch}/prefix
                RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE told)
if(result EQUAL 0 OR EXISTS ${scratch}/prefix OR NOT told MATCHES "nothing was installed")
  message(FATAL_ERROR "an installation of nothing that is built ended with ${result}: ${told}")
endif()
# One program alone can be had.
file(TOUCH ${scratch}/build/bin/crisper)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${scratch}/build --prefix ${scratch}/prefix --component programs
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
if(NOT EXISTS ${scratch}/prefix/bin/crisper)
  message(FATAL_ERROR "the command was not installed")
endif()
