# Builds `targets` with another compiler or other optimisation, in a tree of its own.
execute_process(COMMAND ${CMAKE_COMMAND} -S ${source} -B ${scratch} -G ${generator} -DCRISPER_TESTS=OFF
                        -DCRISPER_DIGEST=ON "-DCRISPER_UNOPTIMISED=properties;generators;reports;cli"
                        -DCMAKE_UNITY_BUILD=ON
                        -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_COMPILER=${compiler} -DCMAKE_CXX_FLAGS=${flags}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${scratch} --target ${targets} --parallel 2
                COMMAND_ERROR_IS_FATAL ANY)
