# Three thin functions; everything else is plain CMake.

# motcua_library(NAME store SOURCES ... PUBLIC ... PRIVATE ...): libs/store, one include root, alias motcua::store.
function(motcua_library)
  cmake_parse_arguments(arg "" "NAME" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(motcua_${arg_NAME} STATIC ${arg_SOURCES})
  add_library(motcua::${arg_NAME} ALIAS motcua_${arg_NAME})
  target_include_directories(motcua_${arg_NAME} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(motcua_${arg_NAME} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} motcua_warnings)
endfunction()

# motcua_test(NAME store_test SOURCES ... LINK ... LABELS ...): one GoogleTest binary, each case its own ctest entry.
function(motcua_test)
  cmake_parse_arguments(arg "" "NAME" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${arg_NAME} ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LINK} motcua_warnings GTest::gtest_main)
  target_compile_options(${arg_NAME} PRIVATE -O1)  # what is tested is optimised; the tests themselves are soon done
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
