# ccache makes a second build of the same code cheap; it is used where it is installed and never needed.
option(CRISPER_CCACHE "Compile through ccache where it is installed" ON)
if(CRISPER_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CRISPER_CCACHE_PROGRAM ccache)
  if(CRISPER_CCACHE_PROGRAM)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CRISPER_CCACHE_PROGRAM})
  endif()
endif()
