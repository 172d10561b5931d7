#pragma once
/// The two facts of a picture's EXIF block that Descry uses: how the camera was turned and when
/// the picture was taken. Thread rule: pure. Failure rule: never fails; what is missing, broken or
/// out of range is left out, as the block says nothing about the pixels. Source: EXIF 2.32, TIFF 6.

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace descry {

struct ExifFacts {
    int orientation = 1;              ///< 1..8; 1 if absent or senseless.
    std::optional<std::string> time;  ///< "YYYY:MM:DD hh:mm:ss", "+hh:mm" after it if given.
};

/// `block` starts at the TIFF header ("II*\0" or "MM\0*").
ExifFacts readExif(std::span<const std::byte> block);

}  // namespace descry
