#pragma once
/// A file of tensors in memory that a test can break on purpose, and small shared pieces of the
/// model tests. Thread rule: one test, one thread.

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/tensorfile/tensor_file.h"

namespace descry::test {

class MemoryTensors : public TensorFile {
  public:
    explicit MemoryTensors(const TensorFile& source);

    /// Takes out every tensor for which `isUnwanted` holds.
    void remove(const std::function<bool(const std::string&)>& isUnwanted);
    void rename(const std::function<std::string(const std::string&)>& newName);
    void add(const TensorEntry& entry, std::vector<std::byte> bytes);
    /// Another shape over as many of the old values as fit, zeros beyond.
    void reshape(const std::string& name, std::vector<std::int64_t> shape);
    /// Overwrites one element of a float32 tensor.
    void poke(const std::string& name, std::size_t index, float value);
    void setMetadata(nlohmann::json metadata) { m_metadata = std::move(metadata); }
    void save(const std::filesystem::path& path) const;

    TensorFileKind kind() const override { return TensorFileKind::Safetensors; }
    const std::filesystem::path& path() const override { return m_path; }
    std::span<const TensorEntry> tensors() const override { return m_entries; }
    const TensorEntry* find(std::string_view name) const override;
    void read(const TensorEntry& tensor, std::span<std::byte> out) const override;
    const nlohmann::json& metadata() const override { return m_metadata; }

  private:
    std::filesystem::path m_path = "memory.safetensors";
    std::vector<TensorEntry> m_entries;
    std::map<std::string, std::vector<std::byte>, std::less<>> m_bytes;
    nlohmann::json m_metadata = nlohmann::json::object();
};

/// A file of tests/data/conformance/tiny.
std::filesystem::path tiny(const std::string& name);

/// What a call throws; a default of code Internal and an empty message if it throws nothing.
Error errorOf(const std::function<void()>& call);
bool contains(const Error& error, std::string_view text);

}  // namespace descry::test
