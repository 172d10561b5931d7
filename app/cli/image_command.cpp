// descry-cli image: checks of single pictures.

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "core/base/hash.h"
#include "core/vision/decode.h"

namespace descry {

void addImageCommand(CLI::App& app, CommandContext& context) {
    CLI::App* image = app.add_subcommand("image", "Look at picture files");
    image->require_subcommand(1);

    auto file = std::make_shared<std::string>();
    CLI::App* check = addSubcommand(
        *image,
        context,
        "check",
        "Decode a picture as an index would, and say what it holds",
        [file, &context] {
            reportVerdict(context, *file, [&](std::vector<Error>& warnings) {
                const DecodedImage decoded = readImage(*file);
                warnings = decoded.warnings;
                return nlohmann::json{
                    {"width", decoded.image.width},
                    {"height", decoded.image.height},
                    {"sha256", sha256Hex(std::as_bytes(std::span(decoded.image.samples)))},
                    {"exif_orientation", decoded.exifOrientation}};
            });
        });
    check->add_option("FILE", *file, "JPEG, PNG, WebP or BMP")->required();
}

}  // namespace descry
