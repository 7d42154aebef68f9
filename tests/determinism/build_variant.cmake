# Builds `targets` with another compiler or other optimisation, in a tree of its own. Twice as many files as one as in
# other unity builds: most of these are not optimised, and then most of the time goes into headers, which a batch
# shares.
execute_process(COMMAND ${CMAKE_COMMAND} -S ${source} -B ${scratch} -G ${generator} -DCRISPER_TESTS=OFF
                        -DCRISPER_DIGEST=ON "-DCRISPER_UNOPTIMISED=properties;generators;reports;cli"
                        -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=32
                        -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_COMPILER=${compiler} -DCMAKE_CXX_FLAGS=${flags}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${scratch} --target ${targets} --parallel 2
                COMMAND_ERROR_IS_FATAL ANY)
