#include "tests/core/training/tiny_runs.h"

#include <fstream>

#include "core/tensorfile/safetensors_writer.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

namespace fs = std::filesystem;

std::vector<nlohmann::json> linesOf(const fs::path& file) {
    std::ifstream stream(file);
    std::vector<nlohmann::json> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(nlohmann::json::parse(line));
    }
    return lines;
}

std::string differences(const fs::path& first, const fs::path& second) {
    const auto a = openTensorFile(first);
    const auto b = openTensorFile(second);
    if (a->tensors().size() != b->tensors().size()) return "another set of tensors";
    std::string names;
    for (const TensorEntry& entry : a->tensors()) {
        const TensorEntry* const other = b->find(entry.name);
        if (other == nullptr) return "another set of tensors";
        std::vector<std::byte> ours(entry.sizeBytes());
        std::vector<std::byte> theirs(other->sizeBytes());
        a->read(entry, ours);
        b->read(*other, theirs);
        if (ours != theirs) names += entry.name + " ";
    }
    return names;
}

void poison(const fs::path& snapshot, const std::string& tensor) {
    const auto file = openTensorFile(snapshot);
    std::vector<std::vector<std::byte>> bytes;
    for (const TensorEntry& entry : file->tensors()) {
        const bool isMeant = tensor.empty() ? entry.dtype == DType::F32 : entry.name == tensor;
        bytes.emplace_back(entry.sizeBytes(), std::byte{0xff});
        if (!isMeant) file->read(entry, bytes.back());
    }
    std::vector<TensorSource> sources;
    for (const TensorEntry& entry : file->tensors()) {
        sources.push_back({entry, bytes[sources.size()]});
    }
    const std::map<std::string, std::string> metadata{
        {"position", file->metadata().at("position").get<std::string>()}};
    writeSafetensors(snapshot, sources, metadata);
}

}  // namespace descry
