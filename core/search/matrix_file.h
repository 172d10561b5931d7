#pragma once
/// Private to core/search: the file that holds a gallery's embeddings as one matrix, made to be
/// mapped and scanned. A header (magic, owner, dimension, generation), rows [G, E] binary16 from
/// byte 4096, ids [G] int64 rising, a trailer (count, checksum, magic). Little-endian. The checksum
/// guards against damage, not against an attacker. Thread rule: a writer belongs to one thread, an
/// open matrix is immutable. Errors: writing throws Io; a file that cannot be used is absent.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/base/mapped_file.h"

namespace descry {

/// Whose embeddings a matrix holds, and of when.
struct MatrixIdentity {
    Sha256Digest owner{};        ///< Of gallery id and fingerprint.
    std::int64_t dimension = 0;  ///< E.
    std::int64_t generation = 0;
};

/// A 64-bit checksum of a stream of bytes, as fast as memory.
class StreamChecksum {
  public:
    void update(std::span<const std::byte> bytes) noexcept;
    std::uint64_t value() const noexcept;

  private:
    static constexpr std::size_t kLanes = 8;
    void mix(const std::byte* block) noexcept;

    std::array<std::uint64_t, kLanes> m_lanes{1, 2, 3, 4, 5, 6, 7, 8};
    std::array<std::byte, kLanes * 8> m_pending{};
    std::uint64_t m_totalBytes = 0;
};

class MatrixWriter {
  public:
    MatrixWriter(const std::filesystem::path& path, const MatrixIdentity& identity);

    /// Ids rise; `row` is [E].
    void add(ItemId item, std::span<const std::uint16_t> row);
    /// `numSkipped`: embeddings that were left out as damaged.
    void commit(std::int64_t numSkipped);

  private:
    void write(std::span<const std::byte> bytes);

    AtomicFile m_file;
    StreamChecksum m_checksum;
    std::vector<ItemId> m_items;
    std::vector<std::uint16_t> m_rows;
};

struct MappedMatrix {
    MappedFile file;
    std::span<const std::uint16_t> rows;  ///< [G, E].
    std::span<const ItemId> items;        ///< [G].
    std::int64_t numSkipped = 0;
};

/// Nothing if the file is not there, is of another identity, cut or damaged.
std::optional<MappedMatrix> openMatrix(const std::filesystem::path& path,
                                       const MatrixIdentity& identity);

}  // namespace descry
