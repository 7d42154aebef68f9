# Configures and builds core and its tests where CMake can find neither an engine nor a screen nor a scenario reader,
# and under the address and undefined-behaviour sanitizers. Left out are the checks before each access to a member,
# a third of the time to compile: a null pointer ends the process anyhow, and ./test.sh --sanitize looks at all.
# Thirty-two files are compiled as one: without optimisation most of the time goes into headers.
set(sanitizers "-fsanitize=address,undefined -fno-sanitize=null,alignment -fno-sanitize-recover=all")
string(APPEND sanitizers " -fno-omit-frame-pointer")
set(hidden "")
foreach(package PkgConfig Qt6 Boost yaml-cpp CLI11 simgrid)
  list(APPEND hidden -DCMAKE_DISABLE_FIND_PACKAGE_${package}=ON)
endforeach()
set(ENV{PKG_CONFIG_LIBDIR} "")
execute_process(COMMAND ${CMAKE_COMMAND} --fresh -S ${source} -B ${scratch} -G ${generator}
                        --no-warn-unused-cli -DCRISPER_SIM=OFF
                        -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=32 -DCRISPER_PRECOMPILE=ON
                        -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=${compiler} "-DCMAKE_CXX_FLAGS=${sanitizers}"
                        "-DCMAKE_CXX_FLAGS_RELEASE=-O0 -D_GLIBCXX_ASSERTIONS"
                        -DCRISPER_WERROR=${werror} ${hidden}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${scratch} --parallel 2 COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${scratch} --exclude-regex "^tidy|^package[.]core_alone$"
                        --parallel 2
                        --no-tests=error --output-on-failure
                COMMAND_ERROR_IS_FATAL ANY)
