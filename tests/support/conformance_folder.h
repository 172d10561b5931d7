#pragma once
/// Where the goldens lie. Thread rule: any. Failure rule: none.

#include <cstdlib>
#include <filesystem>

namespace descry {

/// What DESCRY_CONFORMANCE_DIR names, a folder of the layout of tests/data/conformance; else that.
inline std::filesystem::path conformanceFolder() {
    const char* const given = std::getenv("DESCRY_CONFORMANCE_DIR");
    return given != nullptr && *given != '\0' ? given : DESCRY_TEST_DATA "/conformance";
}

}  // namespace descry
