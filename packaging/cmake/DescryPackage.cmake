# CPack: one Debian package with LibTorch in it (packaging/package.sh). What it depends on is found
# from the programs; what Qt opens by name is recommended.
set(CPACK_GENERATOR DEB)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PACKAGE_NAME descry)
set(CPACK_PACKAGE_VENDOR "The Descry authors")
set(CPACK_PACKAGE_CONTACT "The Descry authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "find a person in pictures by a written description")
set(CPACK_PACKAGE_DESCRIPTION
    "Descry compares a written description with every picture of a gallery and shows
appearance candidates, best first, re-ranked by the RaSa model. Everything
happens on this machine.
.
The package holds the window (descry), the same without a display (descry-cli),
a renderer of synthetic people (descry-demo-data), a small model and a demo
gallery. It runs on the CPU; a full LibTorch of the same version gives it a GPU.")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/package)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${DESCRY_TORCH_DIR}/lib ${cuda_library_dirs})
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
    "fonts-dejavu-core | fonts-noto-core, qt6-translations-l10n, qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS fonts-noto-cjk)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/debian/prerm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# Half a gigabyte: zstd unpacks it in seconds, and Debian 12 reads it.
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_THREADS 0)
include(CPack)
