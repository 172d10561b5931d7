#include "core/search/matrix_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>
#include <utility>

#include "core/base/error.h"

namespace descry {
namespace {

static_assert(std::endian::native == std::endian::little, "the matrix file is little-endian");
static_assert(sizeof(ItemId) == sizeof(std::int64_t) && std::is_trivially_copyable_v<ItemId>);

constexpr std::array<char, 8> kHeaderMagic{'D', 'S', 'C', 'R', 'Y', 'M', 'X', '1'};
constexpr std::array<char, 8> kTrailerMagic{'D', 'S', 'C', 'R', 'Y', 'E', 'N', 'D'};
constexpr std::size_t kRowsOffset = 4096;  // Rows start on a page.
constexpr std::size_t kBufferedHalves = std::size_t{1} << 19;
constexpr std::int64_t kMaxDimension = 1 << 16;

struct Header {
    std::array<char, 8> magic = kHeaderMagic;
    Sha256Digest owner{};
    std::int64_t dimension = 0;
    std::int64_t generation = 0;

    bool operator==(const Header&) const = default;
};

struct Trailer {
    std::uint64_t count = 0;
    std::int64_t numSkipped = 0;
    std::uint64_t checksum = 0;
    std::array<char, 8> magic = kTrailerMagic;
};

static_assert(std::is_trivially_copyable_v<Header> && sizeof(Header) == 56);
static_assert(std::is_trivially_copyable_v<Trailer> && sizeof(Trailer) == 32);

Header headerOf(const MatrixIdentity& identity) {
    Header header;
    header.owner = identity.owner;
    header.dimension = identity.dimension;
    header.generation = identity.generation;
    return header;
}

template <typename T>
std::span<const std::byte> bytesOf(const T& value) {
    return std::as_bytes(std::span(&value, 1));
}

template <typename T>
T readAt(std::span<const std::byte> bytes, std::size_t offset) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

constexpr std::size_t paddingTo8(std::size_t length) {
    return (8 - length % 8) % 8;
}

/// Where the ids start, if the file's length is what its count says.
std::optional<std::size_t> idsOffset(std::size_t fileBytes,
                                     std::uint64_t count,
                                     std::size_t rowBytes) {
    if (fileBytes < kRowsOffset + sizeof(Trailer)) return std::nullopt;
    const std::size_t body = fileBytes - kRowsOffset - sizeof(Trailer);
    if (count > body / (rowBytes + sizeof(ItemId))) return std::nullopt;
    const std::size_t rows = count * rowBytes;
    if (body != rows + paddingTo8(rows) + count * sizeof(ItemId)) return std::nullopt;
    return kRowsOffset + rows + paddingTo8(rows);
}

}  // namespace

void StreamChecksum::mix(const std::byte* block) noexcept {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        std::uint64_t word = 0;
        std::memcpy(&word, block + lane * 8, 8);
        m_lanes[lane] = std::rotl((m_lanes[lane] ^ word) * kOdd, 29);
    }
}

void StreamChecksum::update(std::span<const std::byte> bytes) noexcept {
    const std::size_t held = m_totalBytes % m_pending.size();
    m_totalBytes += bytes.size();
    if (held > 0) {
        const std::size_t taken = std::min(bytes.size(), m_pending.size() - held);
        std::copy_n(bytes.begin(), taken, m_pending.begin() + static_cast<std::ptrdiff_t>(held));
        bytes = bytes.subspan(taken);
        if (held + taken < m_pending.size()) return;
        mix(m_pending.data());
    }
    for (; bytes.size() >= m_pending.size(); bytes = bytes.subspan(m_pending.size())) {
        mix(bytes.data());
    }
    std::copy(bytes.begin(), bytes.end(), m_pending.begin());
}

std::uint64_t StreamChecksum::value() const noexcept {
    StreamChecksum ended = *this;
    const std::size_t held = m_totalBytes % m_pending.size();
    std::fill(ended.m_pending.begin() + static_cast<std::ptrdiff_t>(held),
              ended.m_pending.end(),
              std::byte{0});
    if (held > 0) ended.mix(ended.m_pending.data());
    std::uint64_t folded = m_totalBytes;
    for (const std::uint64_t lane : ended.m_lanes) {
        folded = std::rotl((folded ^ lane) * 0xD6E8FEB86659FD93U, 31);
    }
    return folded;
}

MatrixWriter::MatrixWriter(const std::filesystem::path& path, const MatrixIdentity& identity)
    : m_file(path) {
    std::array<std::byte, kRowsOffset> opening{};
    const Header header = headerOf(identity);
    std::memcpy(opening.data(), &header, sizeof(header));
    write(opening);
}

void MatrixWriter::write(std::span<const std::byte> bytes) {
    m_checksum.update(bytes);
    m_file.write(bytes);
}

void MatrixWriter::add(ItemId item, std::span<const std::uint16_t> row) {
    m_items.push_back(item);
    m_rows.insert(m_rows.end(), row.begin(), row.end());
    if (m_rows.size() < kBufferedHalves) return;
    write(std::as_bytes(std::span(m_rows)));
    m_rows.clear();
}

void MatrixWriter::commit(std::int64_t numSkipped) {
    write(std::as_bytes(std::span(m_rows)));
    constexpr std::array<std::byte, 8> kZeros{};
    write(std::span(kZeros).first(paddingTo8(m_file.position())));
    write(std::as_bytes(std::span(m_items)));
    Trailer trailer;
    trailer.count = m_items.size();
    trailer.numSkipped = numSkipped;
    trailer.checksum = m_checksum.value();
    m_file.write(bytesOf(trailer));
    m_file.commit();
}

std::optional<MappedMatrix> openMatrix(const std::filesystem::path& path,
                                       const MatrixIdentity& identity) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
    MappedFile file(path, MappedFile::Access::Sequential);
    const auto bytes = file.bytes();
    if (bytes.size() < kRowsOffset + sizeof(Trailer)) return std::nullopt;
    if (identity.dimension < 1 || identity.dimension > kMaxDimension) return std::nullopt;
    if (readAt<Header>(bytes, 0) != headerOf(identity)) return std::nullopt;

    const std::size_t body = bytes.size() - sizeof(Trailer);
    const auto trailer = readAt<Trailer>(bytes, body);
    if (trailer.magic != kTrailerMagic) return std::nullopt;
    const std::size_t rowHalves = static_cast<std::size_t>(identity.dimension);
    const auto ids = idsOffset(bytes.size(), trailer.count, rowHalves * sizeof(std::uint16_t));
    if (!ids) return std::nullopt;
    StreamChecksum checksum;
    checksum.update(bytes.first(body));
    if (checksum.value() != trailer.checksum) return std::nullopt;

    MappedMatrix matrix{
        .file = std::move(file), .rows = {}, .items = {}, .numSkipped = trailer.numSkipped};
    const std::byte* start = bytes.data();
    matrix.rows = {reinterpret_cast<const std::uint16_t*>(start + kRowsOffset),
                   trailer.count * rowHalves};
    matrix.items = {reinterpret_cast<const ItemId*>(start + *ids), trailer.count};
    const auto rises = [](ItemId a, ItemId b) { return a >= b; };
    if (std::adjacent_find(matrix.items.begin(), matrix.items.end(), rises) != matrix.items.end()) {
        return std::nullopt;
    }
    return matrix;
}

}  // namespace descry
