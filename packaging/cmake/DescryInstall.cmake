# cmake --install: programs, LibTorch's CPU part, demo, and what a desktop wants to know. The places
# are fixed below the prefix, because the programs find theirs from where they lie themselves:
# ../lib/descry by rpath, ../share/descry (launch.h, default_vocabulary.h).
set(library_dir lib/descry)
set(doc_dir share/doc/descry)
set(pages ${CMAKE_BINARY_DIR}/share)

install(TARGETS descry-cli descry-demo-data RUNTIME DESTINATION bin)
set(page_sources descry-cli=--describe descry-demo-data=--describe)
if(DESCRY_GUI)
    install(TARGETS descry RUNTIME DESTINATION bin)
    list(APPEND page_sources descry=--help)
endif()

# LibTorch is several times smaller without the symbols that only a debugger reads.
set(site_dir ${DESCRY_TORCH_DIR}/..)
set(torch_libraries ${DESCRY_TORCH_DIR}/lib/libtorch_cpu.so ${DESCRY_TORCH_DIR}/lib/libc10.so)
file(GLOB cuda_libraries ${site_dir}/nvidia/*/lib/libcudart.so.* ${site_dir}/nvidia/*/lib/libcupti.so.*)
set(cuda_library_dirs ${cuda_libraries})
list(TRANSFORM cuda_library_dirs REPLACE "/[^/]+$" "")
list(REMOVE_DUPLICATES cuda_library_dirs)
install(PROGRAMS ${torch_libraries} ${cuda_libraries} DESTINATION ${library_dir})
install(CODE "
    if(CMAKE_INSTALL_DO_STRIP)
        foreach(library libtorch_cpu.so libc10.so)
            execute_process(COMMAND ${CMAKE_STRIP} --strip-unneeded
                \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${library_dir}/\${library}\"
                COMMAND_ERROR_IS_FATAL ANY)
        endforeach()
    endif()")

install(DIRECTORY resources/demo/bundle resources/demo/gallery DESTINATION share/descry/demo
        PATTERN fingerprint.json EXCLUDE)
install(DIRECTORY ${DESCRY_DEPS_DIR}/vocab/ DESTINATION share/descry/vocab)

# The desktop.
install(FILES packaging/desktop/descry.desktop DESTINATION share/applications)
install(FILES packaging/desktop/descry.metainfo.xml DESTINATION share/metainfo)
install(FILES packaging/desktop/descry.svg DESTINATION share/icons/hicolor/scalable/apps)
install(FILES packaging/desktop/descry.mime.xml DESTINATION share/mime/packages RENAME descry.xml)

# Man pages and completions, from what the programs say of themselves.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(stamps "")
foreach(source IN LISTS page_sources)
    string(REPLACE "=" ";" source ${source})
    list(GET source 0 program)
    list(GET source 1 option)
    set(stamp ${CMAKE_BINARY_DIR}/share/${program}.stamp)
    set(template ${CMAKE_SOURCE_DIR}/packaging/man/${program}.1.in)
    add_custom_command(
        OUTPUT ${stamp}
        COMMAND Python3::Interpreter -B ${CMAKE_SOURCE_DIR}/packaging/pages.py
                $<TARGET_FILE:${program}> --ask=${option} --man ${template} --out ${pages}
                --version ${PROJECT_VERSION} --datadir ${CMAKE_INSTALL_PREFIX}/share
        COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
        DEPENDS ${program} ${template} ${CMAKE_SOURCE_DIR}/packaging/pages.py
        COMMENT "Writing man page and completions of ${program}" VERBATIM)
    list(APPEND stamps ${stamp})
    install(FILES ${pages}/man/man1/${program}.1 DESTINATION share/man/man1)
    install(FILES ${pages}/bash-completion/completions/${program}
            DESTINATION share/bash-completion/completions)
    install(FILES ${pages}/zsh/vendor-completions/_${program} DESTINATION share/zsh/vendor-completions)
endforeach()
add_custom_target(descry_pages ALL DEPENDS ${stamps})

# Licences of Descry and of everything that goes with it or is linked into it.
install(FILES LICENSE CHANGELOG.md packaging/debian/copyright DESTINATION ${doc_dir})
install(DIRECTORY packaging/notices/sentencepiece DESTINATION ${doc_dir}/licences)
file(GLOB torch_licences ${site_dir}/torch-*.dist-info/licenses)
install(DIRECTORY ${torch_licences}/ DESTINATION ${doc_dir}/licences/libtorch)
file(GLOB cuda_licence ${site_dir}/nvidia_cuda_runtime-*.dist-info/licenses/License.txt)
install(FILES ${cuda_licence} DESTINATION ${doc_dir}/licences/nvidia-cuda)
foreach(package libsqlitecpp-dev nlohmann-json3-dev libcli11-dev libspdlog-dev libfmt-dev)
    install(FILES /usr/share/doc/${package}/copyright DESTINATION ${doc_dir}/licences
            RENAME ${package} OPTIONAL)
endforeach()

include(DescryPackage)
