#include "core/gallery/token_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <cstddef>
#include <mutex>
#include <random>
#include <set>
#include <shared_mutex>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/gallery/checksum.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

// The file: a header page, then groups of a directory page and as many slots as it has entries.
//
//   header | directory 0 | slot 0 .. slot 63 | directory 1 | slot 64 .. | ...
//
// Opening reads one page in 64 records; a record is found by arithmetic. Slots are written before
// their entry, and both carry checksums, so that a record torn by a crash is absent. Records are
// read with pread, not through a mapping: the caller gets a copy anyway, and a file that another
// program cuts short must not raise SIGBUS.
constexpr std::uint64_t kPageBytes = 4096;
constexpr std::uint64_t kEntryBytes = 64;
constexpr std::uint64_t kEntriesPerPage = kPageBytes / kEntryBytes;
constexpr std::array<char, 8> kMagic{'D', 's', 'c', 'r', 'T', 'o', 'k', '1'};
constexpr std::size_t kContentBytes = 16;
constexpr std::size_t kFingerprintBytes = 64;
constexpr std::size_t kShortFingerprint = 16;
/// In the header page: a number that rises with every change, for the readers.
constexpr std::uint64_t kGenerationOffset = 1024;

struct Header {
    std::array<char, 8> magic = kMagic;
    std::uint64_t recordBytes = 0;
    std::uint64_t format = 0;
    std::array<char, kFingerprintBytes> fingerprint{};
    std::uint64_t checksum = 0;
};

struct Entry {
    std::int64_t item = 0;  ///< 0: free.
    std::array<std::byte, kContentBytes> content{};
    std::uint64_t payloadChecksum = 0;
    std::array<std::byte, 24> unused{};
    std::uint64_t checksum = 0;
};
static_assert(sizeof(Entry) == kEntryBytes);
static_assert(sizeof(Header) < kPageBytes);

template <typename Struct>
std::uint64_t ownChecksum(const Struct& value) {
    return checksum64(std::as_bytes(std::span(&value, 1)).first(offsetof(Struct, checksum)),
                      sizeof(Struct));
}

class Descriptor {
  public:
    explicit Descriptor(int number = -1) : m_number(number) {}
    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor() {
        if (m_number >= 0) ::close(m_number);
    }

    int get() const noexcept { return m_number; }
    bool isOpen() const noexcept { return m_number >= 0; }

  private:
    int m_number;
};

/// The content's key in a record: the first half of its SHA-256, zero if not given.
std::array<std::byte, kContentBytes> contentKey(std::string_view hex) {
    std::array<std::byte, kContentBytes> key{};
    for (std::size_t i = 0; i < kContentBytes && 2 * i + 1 < hex.size(); ++i) {
        unsigned value = 0;
        std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, value, 16);
        key[i] = static_cast<std::byte>(value);
    }
    return key;
}

/// Reads all of `out` or says false: the end of the file, or an error, is a damaged record.
bool readAt(int file, std::uint64_t offset, std::span<std::byte> out) {
    while (!out.empty()) {
        const ssize_t count = ::pread(file, out.data(), out.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        out = out.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return true;
}

class FileTokenCache final : public TokenCache {
  public:
    explicit FileTokenCache(const TokenCacheOptions& options);

    using TokenCache::contains;
    using TokenCache::get;
    using TokenCache::put;
    bool contains(ItemId item, std::string_view contentHash) const override;
    std::optional<std::vector<std::byte>> get(ItemId item,
                                              std::string_view contentHash) const override;
    bool put(ItemId item,
             std::span<const std::byte> tokens,
             std::string_view contentHash) override;
    void remove(ItemId item) override;
    std::int64_t count() const override;
    void flush() override;

  private:
    enum class IfAbsent { Leave, Create };

    struct Slot {
        std::uint64_t number = 0;
        std::array<std::byte, kContentBytes> content{};
        std::uint64_t payloadChecksum = 0;
    };

    std::uint64_t groupOffset(std::uint64_t group) const;
    std::uint64_t entryOffset(std::uint64_t slot) const;
    std::uint64_t slotOffset(std::uint64_t slot) const;
    Header ownHeader() const;
    void openFile(IfAbsent ifAbsent) const;
    bool headerFits() const;
    std::uint64_t generation() const;
    bool wasDeleted() const;
    void readDirectory() const;
    void readDirectoryPage(std::span<const std::byte> page, std::uint64_t group) const;
    bool becomeWriter();
    std::optional<std::uint64_t> slotFor(ItemId item);
    void writeAt(std::uint64_t offset, std::span<const std::byte> bytes);
    void writeEntry(std::uint64_t slot, Entry entry);
    std::optional<Slot> known(ItemId item, std::string_view contentHash) const;
    std::optional<std::vector<std::byte>> read(ItemId item, const Slot& slot) const;
    void noticeOthers() const;
    [[noreturn]] void failToWrite(int reason) const;

    TokenCacheOptions m_options;
    fs::path m_path;
    std::uint64_t m_slotBytes;
    bool m_isWriter = false;

    // What is known of the file: read again when another object has changed it.
    mutable std::shared_mutex m_mutex;
    mutable Descriptor m_file;
    mutable std::uint64_t m_numSlots = 0;  ///< That have an entry, used or free.
    mutable std::uint64_t m_seenGeneration = 0;
    mutable std::unordered_map<ItemId, Slot> m_slots;
    mutable std::set<std::uint64_t> m_free;
};

/// Where a gallery's files of tokens lie.
fs::path folderBeside(const fs::path& gallery) {
    fs::path folder = gallery;
    folder += ".tokens";
    return folder;
}

FileTokenCache::FileTokenCache(const TokenCacheOptions& options)
    : m_options(options),
      m_slotBytes((options.recordBytes + kEntryBytes - 1) / kEntryBytes * kEntryBytes) {
    m_path =
        folderBeside(options.galleryFile) /
        fmt::format("{}-{}.bin", options.fingerprint.substr(0, kShortFingerprint), options.format);
    if (options.maxBytes > 0) openFile(IfAbsent::Leave);
}

std::uint64_t FileTokenCache::groupOffset(std::uint64_t group) const {
    return kPageBytes + group * (kPageBytes + kEntriesPerPage * m_slotBytes);
}

std::uint64_t FileTokenCache::entryOffset(std::uint64_t slot) const {
    return groupOffset(slot / kEntriesPerPage) + slot % kEntriesPerPage * kEntryBytes;
}

std::uint64_t FileTokenCache::slotOffset(std::uint64_t slot) const {
    return groupOffset(slot / kEntriesPerPage) + kPageBytes + slot % kEntriesPerPage * m_slotBytes;
}

Header FileTokenCache::ownHeader() const {
    Header header;
    header.recordBytes = m_options.recordBytes;
    header.format = m_options.format;
    std::copy_n(m_options.fingerprint.begin(),
                std::min(m_options.fingerprint.size(), kFingerprintBytes),
                header.fingerprint.begin());
    header.checksum = ownChecksum(header);
    return header;
}

bool FileTokenCache::headerFits() const {
    Header header;
    if (!readAt(m_file.get(), 0, std::as_writable_bytes(std::span(&header, 1)))) return false;
    const Header own = ownHeader();
    return std::memcmp(&header, &own, sizeof(Header)) == 0;
}

std::uint64_t FileTokenCache::generation() const {
    std::uint64_t value = 0;
    readAt(m_file.get(), kGenerationOffset, std::as_writable_bytes(std::span(&value, 1)));
    return value;
}

bool FileTokenCache::wasDeleted() const {
    struct stat status = {};
    return ::fstat(m_file.get(), &status) == 0 && status.st_nlink == 0;
}

/// Opens the file if it is there, or makes it.
void FileTokenCache::openFile(IfAbsent ifAbsent) const {
    const bool create = ifAbsent == IfAbsent::Create;
    if (create) {
        std::error_code ignored;
        fs::create_directory(m_path.parent_path(), ignored);
    }
    const int flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | (create ? O_CREAT : 0);
    m_file = Descriptor(::open(m_path.c_str(), flags, 0666));
    if (!m_file.isOpen() && (errno == EROFS || errno == EACCES || errno == EPERM)) {
        m_file = Descriptor(::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    }
    if (!m_file.isOpen()) {
        if (create && errno != ENOENT && errno != EROFS && errno != EACCES) failToWrite(errno);
        return;
    }
    struct stat status = {};
    if (::fstat(m_file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        m_file = Descriptor();
        return;
    }
    readDirectory();
}

void FileTokenCache::readDirectory() const {
    m_slots.clear();
    m_free.clear();
    m_numSlots = 0;
    // Before the entries: what is written meanwhile is then read once more.
    m_seenGeneration = generation();
    if (!headerFits()) return;
    std::vector<std::byte> page(kPageBytes);
    for (std::uint64_t group = 0; readAt(m_file.get(), groupOffset(group), page); ++group) {
        readDirectoryPage(page, group);
        m_numSlots = (group + 1) * kEntriesPerPage;
    }
}

void FileTokenCache::readDirectoryPage(std::span<const std::byte> page, std::uint64_t group) const {
    for (std::uint64_t i = 0; i < kEntriesPerPage; ++i) {
        Entry entry;
        std::memcpy(&entry, page.data() + i * kEntryBytes, kEntryBytes);
        const std::uint64_t number = group * kEntriesPerPage + i;
        const bool used = entry.item > 0 && entry.checksum == ownChecksum(entry);
        const bool isNew =
            used && m_slots
                        .try_emplace(ItemId{entry.item},
                                     Slot{.number = number,
                                          .content = entry.content,
                                          .payloadChecksum = entry.payloadChecksum})
                        .second;
        if (!isNew) m_free.insert(number);
    }
}

std::optional<FileTokenCache::Slot> FileTokenCache::known(ItemId item,
                                                          std::string_view contentHash) const {
    const auto found = m_slots.find(item);
    if (found == m_slots.end()) return std::nullopt;
    const bool fits = contentHash.empty() || found->second.content == contentKey(contentHash);
    return fits ? std::optional(found->second) : std::nullopt;
}

/// Reads the directory again if another object made or changed the file since.
void FileTokenCache::noticeOthers() const {
    if (m_isWriter || m_options.maxBytes == 0) return;
    if (!m_file.isOpen() || wasDeleted()) {
        m_slots.clear();
        openFile(IfAbsent::Leave);
    } else if (generation() != m_seenGeneration) {
        readDirectory();
    }
}

bool FileTokenCache::contains(ItemId item, std::string_view contentHash) const {
    {
        const std::shared_lock lock(m_mutex);
        if (known(item, contentHash)) return true;
    }
    const std::unique_lock lock(m_mutex);
    noticeOthers();
    return known(item, contentHash).has_value();
}

std::optional<std::vector<std::byte>> FileTokenCache::read(ItemId item, const Slot& slot) const {
    std::vector<std::byte> tokens(m_options.recordBytes);
    if (!readAt(m_file.get(), slotOffset(slot.number), tokens)) return std::nullopt;
    const auto seed = std::bit_cast<std::uint64_t>(item.value);
    if (checksum64(tokens, seed) != slot.payloadChecksum) return std::nullopt;
    return tokens;
}

std::optional<std::vector<std::byte>> FileTokenCache::get(ItemId item,
                                                          std::string_view contentHash) const {
    {
        const std::shared_lock lock(m_mutex);
        const auto slot = known(item, contentHash);
        if (slot) {
            if (auto tokens = read(item, *slot)) return tokens;
        }
    }
    // Perhaps another object has written it since, or given its place away.
    const std::unique_lock lock(m_mutex);
    noticeOthers();
    const auto slot = known(item, contentHash);
    return slot ? read(item, *slot) : std::nullopt;
}

bool FileTokenCache::becomeWriter() {
    if (m_file.isOpen() && wasDeleted()) {
        m_file = Descriptor();
        m_isWriter = false;
    }
    if (m_isWriter) return true;
    if (!m_file.isOpen()) openFile(IfAbsent::Create);
    if (!m_file.isOpen()) return false;
    if ((::fcntl(m_file.get(), F_GETFL) & O_ACCMODE) != O_RDWR) return false;
    if (::flock(m_file.get(), LOCK_EX | LOCK_NB) != 0) return false;
    m_isWriter = true;
    if (!headerFits()) {
        // Empty, damaged or of another model: started anew.
        if (::ftruncate(m_file.get(), 0) != 0) failToWrite(errno);
        const Header header = ownHeader();
        // Any number that readers have not seen.
        const std::uint64_t generation = m_seenGeneration + std::random_device{}() + 1;
        std::vector<std::byte> page(kPageBytes);
        std::memcpy(page.data(), &header, sizeof(Header));
        std::memcpy(page.data() + kGenerationOffset, &generation, sizeof(generation));
        writeAt(0, page);
    }
    readDirectory();
    return true;
}

std::optional<std::uint64_t> FileTokenCache::slotFor(ItemId item) {
    if (const auto known = m_slots.find(item); known != m_slots.end()) return known->second.number;
    const std::uint64_t lowest = m_free.empty() ? m_numSlots : *m_free.begin();
    if (slotOffset(lowest) + m_slotBytes > m_options.maxBytes) return std::nullopt;
    if (m_free.empty()) {
        writeAt(entryOffset(m_numSlots), std::vector<std::byte>(kPageBytes));
        for (std::uint64_t i = 0; i < kEntriesPerPage; ++i) m_free.insert(m_numSlots + i);
        m_numSlots += kEntriesPerPage;
    }
    m_free.erase(lowest);
    return lowest;
}

bool FileTokenCache::put(ItemId item,
                         std::span<const std::byte> tokens,
                         std::string_view contentHash) {
    if (tokens.size() != m_options.recordBytes || item.value <= 0) {
        fail(ErrorCode::InvalidInput,
             "Image tokens of {} bytes for item {}, where the cache holds records of {}",
             tokens.size(),
             item.value,
             m_options.recordBytes);
    }
    if (m_options.maxBytes == 0) return false;
    const std::unique_lock lock(m_mutex);
    if (!becomeWriter()) return false;
    const auto number = slotFor(item);
    if (!number) return false;
    const Slot slot{
        .number = *number,
        .content = contentKey(contentHash),
        .payloadChecksum = checksum64(tokens, std::bit_cast<std::uint64_t>(item.value))};
    m_slots.erase(item);
    try {
        writeAt(slotOffset(*number), tokens);
        writeEntry(*number,
                   {.item = item.value,
                    .content = slot.content,
                    .payloadChecksum = slot.payloadChecksum});
    } catch (...) {
        m_free.insert(*number);
        throw;
    }
    m_slots.emplace(item, slot);
    return true;
}

void FileTokenCache::remove(ItemId item) {
    const std::unique_lock lock(m_mutex);
    if (!m_file.isOpen() || !becomeWriter()) return;
    const auto found = m_slots.find(item);
    if (found == m_slots.end()) return;
    const std::uint64_t number = found->second.number;
    m_slots.erase(found);
    m_free.insert(number);
    writeEntry(number, {});
}

std::int64_t FileTokenCache::count() const {
    const std::shared_lock lock(m_mutex);
    return static_cast<std::int64_t>(m_slots.size());
}

void FileTokenCache::flush() {
    const std::shared_lock lock(m_mutex);
    if (m_isWriter && ::fdatasync(m_file.get()) != 0) failToWrite(errno);
}

void FileTokenCache::writeAt(std::uint64_t offset, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t count =
            ::pwrite(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) failToWrite(errno);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
}

void FileTokenCache::writeEntry(std::uint64_t slot, Entry entry) {
    entry.checksum = ownChecksum(entry);
    writeAt(entryOffset(slot), std::as_bytes(std::span(&entry, 1)));
    ++m_seenGeneration;
    writeAt(kGenerationOffset, std::as_bytes(std::span(&m_seenGeneration, 1)));
}

void FileTokenCache::failToWrite(int reason) const {
    fail(writeErrorCode(reason),
         "{}: image tokens cannot be kept: {}; free some space, or lower the cache's budget or "
         "delete the file",
         displayable(m_path.native()),
         std::system_category().message(reason));
}

}  // namespace

std::vector<TokenCacheFile> tokenCacheFiles(const fs::path& gallery) {
    std::vector<TokenCacheFile> files;
    std::error_code ignored;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(folderBeside(gallery), ignored)) {
        const std::string name = entry.path().filename().native();
        const std::size_t dash = name.find('-');
        if (dash == std::string::npos || !name.ends_with(".bin")) continue;
        if (!entry.is_regular_file(ignored)) continue;
        const std::uintmax_t size = entry.file_size(ignored);
        if (!ignored) {
            files.push_back({entry.path(), name.substr(0, dash), static_cast<std::int64_t>(size)});
        }
    }
    return files;
}

std::int64_t dropTokenCaches(const fs::path& gallery, const std::string& fingerprint) {
    std::int64_t freed = 0;
    for (const TokenCacheFile& file : tokenCacheFiles(gallery)) {
        const bool isWanted =
            fingerprint.empty() || file.fingerprint == fingerprint.substr(0, kShortFingerprint);
        if (!isWanted) continue;
        std::error_code problem;
        fs::remove(file.file, problem);
        if (problem) {
            fail(ErrorCode::Io,
                 "{}: the file of image tokens cannot be removed: {}",
                 displayable(file.file.native()),
                 problem.message());
        }
        freed += file.sizeBytes;
    }
    return freed;
}

std::unique_ptr<TokenCache> TokenCache::open(const TokenCacheOptions& options) {
    if (options.recordBytes == 0) {
        fail(ErrorCode::InvalidInput, "A token cache needs the size of its records");
    }
    return std::make_unique<FileTokenCache>(options);
}

}  // namespace descry
