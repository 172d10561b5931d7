#include "tests/core/model/memory_tensors.h"

#include <algorithm>
#include <cstring>

namespace descry::test {

MemoryTensors::MemoryTensors(const TensorFile& source) : m_metadata(source.metadata()) {
    for (const TensorEntry& entry : source.tensors()) {
        add({entry.name, entry.dtype, entry.shape}, source.read(entry));
    }
}

void MemoryTensors::remove(const std::function<bool(const std::string&)>& isUnwanted) {
    std::erase_if(m_entries, [&](const TensorEntry& entry) { return isUnwanted(entry.name); });
}

void MemoryTensors::rename(const std::function<std::string(const std::string&)>& newName) {
    std::map<std::string, std::vector<std::byte>, std::less<>> bytes;
    for (TensorEntry& entry : m_entries) {
        std::string name = newName(entry.name);
        bytes[name] = std::move(m_bytes[entry.name]);
        entry.name = std::move(name);
    }
    m_bytes = std::move(bytes);
}

void MemoryTensors::add(const TensorEntry& entry, std::vector<std::byte> bytes) {
    m_entries.push_back(entry);
    m_bytes[entry.name] = std::move(bytes);
}

void MemoryTensors::reshape(const std::string& name, std::vector<std::int64_t> shape) {
    const auto entry = std::ranges::find(m_entries, name, &TensorEntry::name);
    entry->shape = std::move(shape);
    m_bytes[name].resize(entry->sizeBytes());
}

void MemoryTensors::poke(const std::string& name, std::size_t index, float value) {
    std::memcpy(m_bytes.at(name).data() + index * sizeof(float), &value, sizeof(float));
}

void MemoryTensors::save(const std::filesystem::path& path) const {
    std::vector<TensorSource> sources;
    for (const TensorEntry& entry : m_entries) {
        sources.push_back({entry, m_bytes.find(entry.name)->second});
    }
    writeSafetensors(path, sources);
}

const TensorEntry* MemoryTensors::find(std::string_view name) const {
    const auto entry = std::ranges::find(m_entries, name, &TensorEntry::name);
    return entry == m_entries.end() ? nullptr : &*entry;
}

void MemoryTensors::read(const TensorEntry& tensor, std::span<std::byte> out) const {
    std::ranges::copy(m_bytes.find(tensor.name)->second, out.begin());
}

std::filesystem::path tiny(const std::string& name) {
    return std::filesystem::path(DESCRY_TEST_DATA "/conformance/tiny") / name;
}

Error errorOf(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    return {ErrorCode::Internal, ""};
}

bool contains(const Error& error, std::string_view text) {
    return std::string_view(error.what()).find(text) != std::string_view::npos;
}

}  // namespace descry::test
