#include "ui/common/recipe_json.h"

#include <QByteArray>

namespace descry {

std::string encodedPath(const std::filesystem::path& path) {
    return QByteArray::fromStdString(path.native()).toPercentEncoding("/ ").toStdString();
}

std::filesystem::path decodedPath(const nlohmann::json& text) {
    const auto bytes = QByteArray::fromStdString(text.get<std::string>());
    return QByteArray::fromPercentEncoding(bytes).toStdString();
}

void refuseRecipe(const JobRecipe& recipe, const nlohmann::json::exception& reason) {
    fail(ErrorCode::CorruptFile,
         "{}: what the job was to do cannot be read any more ({}); start it anew",
         recipe.title,
         reason.what());
}

}  // namespace descry
