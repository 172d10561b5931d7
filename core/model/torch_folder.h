#pragma once
/// A folder with a full LibTorch, whose CUDA part the program's own LibTorch can take in: named in
/// DESCRY_TORCH_DIR or in the window's settings, because the program carries the CPU part alone and
/// downloads nothing. Nothing of the folder is executed by looking. Thread rule: reads the disk,
/// any thread. Failure rule: NotFound, Unsupported, CorruptFile or Io says why a folder does not
/// fit and what would.

#include <filesystem>
#include <string>

namespace descry {

/// Names the folder for this process; unset or empty: the CUDA part is looked for beside the
/// program's own LibTorch.
inline constexpr char kTorchFolderVariable[] = "DESCRY_TORCH_DIR";

struct TorchFolder {
    std::string version;             ///< As the folder says it: "2.15.0+cu132".
    std::filesystem::path cudaPart;  ///< Its lib/libtorch_cuda.so.
};

/// The version of LibTorch that the program is linked with: "2.15.0"; empty if with none.
std::string linkedTorchVersion();

/// Accepts a folder whose version is `wanted`, that has a CUDA part, and whose CUDA part is for
/// this processor and this C++ library's strings. `folder` is that of a Python wheel (.../torch) or
/// of LibTorch's archive (.../libtorch).
TorchFolder checkTorchFolder(const std::filesystem::path& folder,
                             const std::string& wanted = linkedTorchVersion());

}  // namespace descry
