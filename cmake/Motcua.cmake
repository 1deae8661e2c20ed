# A few thin functions; everything else is plain CMake.

# What most files include of other people's headers is read once for all and shared: a third of a build. Each file includes what it
# uses all the same; the debug presets, which do without this, hold it to that.
set(motcua_headers <algorithm> <array> <atomic> <chrono> <condition_variable> <functional> <map> <memory> <mutex> <optional> <set>
  <span> <stdexcept> <stop_token> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>)

# motcua_share_headers(TARGET FIRST HEADER...): the target called FIRST has them read, all others take them from it.
function(motcua_share_headers target first)
  if(target STREQUAL first)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${first})
  endif()
endfunction()

# motcua_compile_together(TARGET FILE...): these files of the target are compiled at once, which takes half as long as one by one, since
# most of it goes into the same templates for each. They may not have a name of their own in common. Files that are not in a group, and all
# where MOTCUA_TOGETHER is off, are compiled by themselves.
function(motcua_compile_together target first)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${MOTCUA_TOGETHER} UNITY_BUILD_MODE GROUP)
  set_source_files_properties(${first} ${ARGN} PROPERTIES UNITY_GROUP ${first})
endfunction()

# motcua_library(NAME store SOURCES ... PUBLIC ... PRIVATE ...): libs/store, one include root, alias motcua::store.
function(motcua_library)
  cmake_parse_arguments(arg "" "NAME" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(motcua_${arg_NAME} STATIC ${arg_SOURCES})
  add_library(motcua::${arg_NAME} ALIAS motcua_${arg_NAME})
  target_include_directories(motcua_${arg_NAME} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(motcua_${arg_NAME} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} motcua_warnings)
  motcua_share_headers(motcua_${arg_NAME} motcua_core ${motcua_headers})
endfunction()

# motcua_test(NAME store_test SOURCES ... LINK ... LABELS ...): one GoogleTest binary, each case its own ctest entry.
function(motcua_test)
  cmake_parse_arguments(arg "" "NAME" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${arg_NAME} ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LINK} motcua_warnings GTest::gtest_main)
  # What is tested is optimised; the tests themselves are soon done, and say themselves where they failed.
  target_compile_options(${arg_NAME} PRIVATE -O1 $<$<CONFIG:RelWithDebInfo>:-g0>)
  motcua_share_headers(${arg_NAME} core_test ${motcua_headers} <filesystem> <fstream> <random> <gtest/gtest.h>)
  add_test(NAME ${arg_NAME} COMMAND ${arg_NAME})
  set_tests_properties(${arg_NAME} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 600)
  if(CMAKE_CXX_FLAGS MATCHES "fsanitize=thread")
    set_tests_properties(${arg_NAME} PROPERTIES ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/tsan.supp")
  endif()
endfunction()

# motcua_embed(TARGET NAMESPACE NAME FILES...): the files' texts as motcua::<NAMESPACE>::<NAME>(), a list of (name, text).
function(motcua_embed target namespace name)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${target}_${name}.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${output}" "-DNAMESPACE=${namespace}" "-DNAME=${name}" "-DFILES=${ARGN}"
            "-DROOT=${CMAKE_CURRENT_SOURCE_DIR}" -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
