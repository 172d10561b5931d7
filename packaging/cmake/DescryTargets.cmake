# How Descry's own targets are made: one function for a module, one for a test, one for a program.
include_guard()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

find_program(DESCRY_CCACHE ccache)
if(DESCRY_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${DESCRY_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${DESCRY_CCACHE})
endif()

set(DESCRY_DEPS_DIR ${CMAKE_SOURCE_DIR}/.deps CACHE PATH "What packaging/setup.sh downloaded and built")

include(DescryWarnings)
include(DescryLibraries)

if(DESCRY_SANITIZE)
    add_compile_options(-fsanitize=${DESCRY_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${DESCRY_SANITIZE})
endif()
if(DESCRY_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# descry_precompile(TARGET FROM header...) or descry_precompile(TARGET SHARED target)
#
# Gives a target precompiled headers of its own, or those of another. A header that turns out
# unusable is a warning: it would be read in vain, and then all it holds once more. The portable build
# goes without, and so finds an include that was forgotten.
function(descry_precompile TARGET)
    if(DESCRY_PORTABLE)
        return()
    endif()
    cmake_parse_arguments(ARG "" "SHARED" "FROM" ${ARGN})
    if(ARG_SHARED)
        target_precompile_headers(${TARGET} REUSE_FROM ${ARG_SHARED})
    else()
        target_precompile_headers(${TARGET} PRIVATE ${ARG_FROM})
    endif()
    target_compile_options(${TARGET} PRIVATE -Winvalid-pch $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# descry_module(NAME [SOURCES ...] [PUBLIC ...] [PRIVATE ...] [TORCH])
#
# A static library descry_NAME with the alias descry::NAME. PUBLIC and PRIVATE are the targets it
# links: together the link lists are the layer diagram. TORCH marks private torch code: looser
# conversion warnings. Precompiled headers are base's; torch code and the window bring their own.
function(descry_module NAME)
    cmake_parse_arguments(ARG "TORCH;OWN_HEADERS" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(descry_${NAME} STATIC ${ARG_SOURCES})
    add_library(descry::${NAME} ALIAS descry_${NAME})
    target_include_directories(descry_${NAME} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(descry_${NAME} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE}
                                                                   descry_warnings)
    if(ARG_TORCH)
        target_link_libraries(descry_${NAME} PRIVATE descry_torch)
        target_compile_options(descry_${NAME} PRIVATE -Wno-conversion -Wno-sign-conversion)
    elseif(NAME STREQUAL base)
        descry_precompile(descry_base FROM ${CMAKE_SOURCE_DIR}/core/base/common_headers.h)
    elseif(NOT ARG_OWN_HEADERS)
        descry_precompile(descry_${NAME} SHARED descry_base)
    endif()
endfunction()

# descry_ui_module(NAME [SOURCES ...] [PUBLIC ...] [PRIVATE ...])
#
# A part of the window, as descry_module: the static library descry_ui_NAME with the alias
# descry::ui_NAME, with Qt Widgets and moc, and without Qt's macros `signals`, `slots` and `emit`.
# Its headers are precompiled, once for all parts, and little is optimised: it waits for people, and
# is compiled often.
function(descry_ui_module NAME)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    descry_module(ui_${NAME} OWN_HEADERS SOURCES ${ARG_SOURCES}
                  PUBLIC ${ARG_PUBLIC} Qt6::Widgets PRIVATE ${ARG_PRIVATE})
    set_target_properties(descry_ui_${NAME} PROPERTIES AUTOMOC ON)
    target_compile_definitions(descry_ui_${NAME} PRIVATE QT_NO_KEYWORDS)
    target_compile_options(descry_ui_${NAME} PRIVATE $<$<CONFIG:Release>:-O1>)
    if(NAME STREQUAL common)
        descry_precompile(descry_ui_common FROM ${CMAKE_SOURCE_DIR}/ui/common/qt_headers.h)
    else()
        descry_precompile(descry_ui_${NAME} SHARED descry_ui_common)
    endif()
endfunction()

# descry_test(NAME LABELS label... [SOURCES ...] [LINKS ...] [TIMEOUT seconds] [TORCH]
#             [HEADERS target])
#
# A Qt Test program NAME, from NAME.cpp unless SOURCES says otherwise, run offscreen from a folder
# of its own. DESCRY_TEST_DATA is the path of tests/data. TORCH marks a test of private torch code.
# Its precompiled headers are those of HEADERS, descry_test_support if not said.
function(descry_test NAME)
    cmake_parse_arguments(ARG "TORCH" "TIMEOUT;HEADERS" "SOURCES;LINKS;LABELS" ${ARGN})
    if(NOT ARG_SOURCES)
        set(ARG_SOURCES ${NAME}.cpp)
    endif()
    if(NOT ARG_LABELS)
        set(ARG_LABELS fast)
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 600)
    endif()
    if(DESCRY_SANITIZE)
        math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 5")
    endif()
    add_executable(${NAME} ${ARG_SOURCES})
    set_target_properties(${NAME} PROPERTIES AUTOMOC ON
                          RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    # A test includes its .moc; what AUTOMOC compiles beside it is as good as empty, and reading the
    # precompiled headers would take longer than many a test.
    set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${NAME}_autogen/mocs_compilation.cpp
                                PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    target_include_directories(${NAME} PRIVATE ${CMAKE_SOURCE_DIR})
    target_compile_definitions(${NAME} PRIVATE DESCRY_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
    # Nothing here is worth a minute of the optimiser.
    target_compile_options(${NAME} PRIVATE $<$<CONFIG:Release>:-O1>)
    target_link_libraries(${NAME} PRIVATE ${ARG_LINKS} descry::test_support Qt6::Test descry_warnings)
    if(ARG_TORCH)
        # Torch's headers use Qt's keywords as names, and convert freely.
        target_link_libraries(${NAME} PRIVATE descry_torch)
        target_compile_definitions(${NAME} PRIVATE QT_NO_KEYWORDS)
        target_compile_options(${NAME} PRIVATE -Wno-conversion -Wno-sign-conversion)
        set(ARG_HEADERS descry_nn)
    endif()
    if(NOT ARG_HEADERS)
        set(ARG_HEADERS descry_test_support)
    endif()
    descry_precompile(${NAME} SHARED ${ARG_HEADERS})
    add_test(NAME ${NAME} COMMAND ${NAME})
    # Beside other tests threads that spin while they wait take each other's time. Qt's own limit,
    # on each function of a test, is not to be shorter than that of the whole.
    set(environment QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=2 OMP_WAIT_POLICY=passive
                    QTEST_FUNCTION_TIMEOUT=${ARG_TIMEOUT}000)
    set_tests_properties(${NAME} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
                         ENVIRONMENT "${environment}")
endfunction()

# descry_ui_test(NAME ...): a descry_test of the window, with the precompiled headers of
# tests/ui and a main() whose thread is guarded (tests/ui/gui_thread_guard.h).
function(descry_ui_test NAME)
    descry_test(${NAME} ${ARGN} LABELS ui HEADERS descry_ui_guard)
    target_link_libraries(${NAME} PRIVATE descry_ui_guard)
endfunction()

# descry_program(NAME SOURCES ... LINKS ...): an executable in bin/ that finds LibTorch by rpath,
# installed in ../lib/descry. What is quick in it is in the modules.
function(descry_program NAME)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${NAME} ${ARG_SOURCES})
    target_include_directories(${NAME} PRIVATE ${CMAKE_SOURCE_DIR})
    target_compile_options(${NAME} PRIVATE $<$<CONFIG:Release>:-O1>)
    target_link_libraries(${NAME} PRIVATE ${ARG_LINKS} descry_warnings)
    set_target_properties(${NAME} PROPERTIES INSTALL_RPATH $ORIGIN/../lib/descry)
endfunction()
