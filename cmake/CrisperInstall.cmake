# Installs the libraries, their headers and what find_package(Crisper) needs.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# How an outside project finds what a library of ours links: target=package.
set(packages_of_targets
  tl::expected=tl-expected fmt::fmt=fmt SQLite::SQLite3=SQLite3 SQLiteCpp=SQLiteCpp yaml-cpp=yaml-cpp
  nlohmann_json::nlohmann_json=nlohmann_json CLI11::CLI11=CLI11 Boost::headers=Boost Boost::boost=Boost
  Boost::graph=Boost rapidcheck=rapidcheck Threads::Threads=Threads)

# Appends to `result` the find_dependency calls that outside users of `target` need.
function(crisper_dependencies target result)
  get_target_property(linked ${target} INTERFACE_LINK_LIBRARIES)
  set(calls "")
  foreach(library IN LISTS linked)
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" library "${library}")
    if(library MATCHES "BUILD_INTERFACE|^crisper(::|_)")
      continue()
    endif()
    set(package ${packages_of_targets})
    list(FILTER package INCLUDE REGEX "^${library}=")
    if(package)
      string(REGEX REPLACE ".*=" "" package ${package})
      list(APPEND calls "find_dependency(${package})")
    elseif(library MATCHES "^PkgConfig::(.+)$")
      set(prefix ${CMAKE_MATCH_1})
      list(APPEND calls "find_dependency(PkgConfig)"
           "pkg_check_modules(${prefix} REQUIRED IMPORTED_TARGET ${${prefix}_MODULE_NAME})")
    elseif(library MATCHES "::" OR TARGET ${library})
      message(FATAL_ERROR "${target} links ${library}: name its package in packages_of_targets, "
              "${CMAKE_CURRENT_FUNCTION_LIST_FILE}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES calls)
  list(JOIN calls "\n  " calls)
  set(${result} "${calls}" PARENT_SCOPE)
endfunction()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Crisper)
set(installed "")
set(dependencies "")

# First of all: whoever built one program only (./run.sh) would be left with half of an installation.
set(needed "")
foreach(target crisper_core crisper_sim crisper_properties crisper_generators crisper_reports crisper crisper-gui)
  if(TARGET ${target})
    list(APPEND needed "$<TARGET_FILE:${target}>")
  endif()
endforeach()
install(CODE "
  set(missing \"\")
  foreach(file IN ITEMS ${needed})
    if(NOT EXISTS \"\${file}\")
      cmake_path(GET file FILENAME name)
      list(APPEND missing \${name})
    endif()
  endforeach()
  if(missing)
    list(JOIN missing \", \" missing)
    message(FATAL_ERROR \"nothing was installed: \${missing} is not built. Build all with: cmake --build \"
            \"${PROJECT_BINARY_DIR}. Or install the programs alone: cmake --install ${PROJECT_BINARY_DIR} \"
            \"--component programs\")
  endif()
")
foreach(folder core sim properties generators reports)
  if(NOT TARGET crisper_${folder})
    continue()
  endif()
  list(APPEND installed ${folder})
  crisper_dependencies(crisper_${folder} calls)
  string(APPEND dependencies "macro(crisper_find_dependencies_of_${folder})\n  ${calls}\nendmacro()\n")
  install(TARGETS crisper_${folder} EXPORT crisper_${folder} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT crisper_${folder} NAMESPACE crisper:: DESTINATION ${package_dir})
  if(EXISTS ${PROJECT_SOURCE_DIR}/${folder})  # the headers of generators are among those of properties
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION include/crisper FILES_MATCHING PATTERN "*.hpp")
  endif()
endforeach()
foreach(program crisper crisper-gui)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
  endif()
endforeach()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/CrisperConfig.cmake.in ${PROJECT_BINARY_DIR}/CrisperConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/CrisperConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/CrisperConfig.cmake ${PROJECT_BINARY_DIR}/CrisperConfigVersion.cmake
        DESTINATION ${package_dir})
