# Third-party libraries, each behind one imported target. The portable build takes header-only
# copies of fmt, spdlog, nlohmann-json and CLI11 from DESCRY_HEADERS_DIR and looks for nothing else.
find_package(Threads REQUIRED)

if(DESCRY_PORTABLE)
    set(DESCRY_HEADERS_DIR /usr/include CACHE PATH "Folder with fmt/, spdlog/, nlohmann/, CLI/")
    add_library(descry_headers INTERFACE)
    target_include_directories(descry_headers SYSTEM INTERFACE ${DESCRY_HEADERS_DIR})
    target_compile_definitions(descry_headers INTERFACE FMT_HEADER_ONLY SPDLOG_FMT_EXTERNAL)
    target_link_libraries(descry_headers INTERFACE Threads::Threads)
    foreach(target fmt::fmt spdlog::spdlog nlohmann_json::nlohmann_json CLI11::CLI11)
        add_library(${target} ALIAS descry_headers)
    endforeach()
else()
    find_package(fmt REQUIRED)
    find_package(spdlog REQUIRED)
    find_package(nlohmann_json 3.11 REQUIRED)
    find_package(CLI11 REQUIRED)
    find_package(OpenSSL REQUIRED)
    find_package(ZLIB REQUIRED)
    find_package(SQLiteCpp REQUIRED)
    find_package(SQLite3 REQUIRED)
    find_library(UTF8PROC_LIBRARY utf8proc REQUIRED)
    find_path(UTF8PROC_INCLUDE_DIR utf8proc.h REQUIRED)
    add_library(utf8proc::utf8proc UNKNOWN IMPORTED)
    set_target_properties(utf8proc::utf8proc PROPERTIES IMPORTED_LOCATION ${UTF8PROC_LIBRARY}
                          INTERFACE_INCLUDE_DIRECTORIES ${UTF8PROC_INCLUDE_DIR})
    # Static and hidden: Debian's shared one exports a protobuf that collides with OpenCV's.
    set(sentencepiece_dir ${DESCRY_DEPS_DIR}/sentencepiece)
    if(DESCRY_FUZZ)
        set(sentencepiece_dir ${DESCRY_DEPS_DIR}/sentencepiece-fuzz)
    endif()
    if(NOT EXISTS ${sentencepiece_dir}/lib/libsentencepiece.a)
        message(FATAL_ERROR "No sentencepiece in ${sentencepiece_dir}: run packaging/setup.sh first")
    endif()
    add_library(sentencepiece::sentencepiece STATIC IMPORTED)
    set_target_properties(sentencepiece::sentencepiece PROPERTIES
        IMPORTED_LOCATION ${sentencepiece_dir}/lib/libsentencepiece.a
        INTERFACE_INCLUDE_DIRECTORIES ${sentencepiece_dir}/include
        INTERFACE_LINK_OPTIONS "-Wl,--exclude-libs,libsentencepiece.a"
        INTERFACE_LINK_LIBRARIES Threads::Threads)
    add_library(sentencepiece::trainer STATIC IMPORTED)
    set_target_properties(sentencepiece::trainer PROPERTIES
        IMPORTED_LOCATION ${sentencepiece_dir}/lib/libsentencepiece_train.a
        INTERFACE_INCLUDE_DIRECTORIES ${sentencepiece_dir}/include
        INTERFACE_LINK_LIBRARIES sentencepiece::sentencepiece
        INTERFACE_LINK_OPTIONS "-Wl,--exclude-libs,libsentencepiece_train.a")
    if(DESCRY_GUI)
        find_package(Qt6 6.4 REQUIRED COMPONENTS DBus LinguistTools Network Svg Widgets)
    endif()
    if(DESCRY_TESTS)
        find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
        # Without the folders of each test, which would keep tests from sharing precompiled headers.
        set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
    endif()
endif()

if(DESCRY_TORCH)
    include(FindLibTorch)
endif()
