#include "core/indexing/item_writer.h"

#include <algorithm>
#include <cmath>

#include "core/base/half.h"
#include "core/base/unicode.h"
#include "core/indexing/metadata.h"
#include "core/indexing/time_text.h"
#include "core/model/hold_sizes.h"

namespace descry {
namespace {

/// Changes without images that are written together.
constexpr std::size_t kMaxChanges = 512;

bool allFinite(std::span<const float> values) {
    return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

ItemMetadata withExifTime(ItemMetadata metadata, const std::optional<std::string>& exifTime) {
    if (metadata.timeMs || !exifTime) return metadata;
    if (const auto time = parseTime(*exifTime)) {
        metadata.timeMs = time->utcMs;
        metadata.timeZone = time->zone;
    }
    return metadata;
}

}  // namespace

ItemWriter::ItemWriter(const Parts& parts, ItemWriterOptions options)
    : m_parts(parts), m_options(std::move(options)) {}

bool ItemWriter::keepsContent(const Entry& entry) const {
    return entry.work.item && entry.file.contentHash == entry.work.contentBefore;
}

void ItemWriter::add(const FileWork& work, DecodedFile file) {
    Entry entry{.work = work, .file = std::move(file), .encoded = {}, .copied = {}};
    for (const Error& warning : entry.file.warnings) {
        m_parts.report.note(IndexEvent::Warned, work.path, warning.what());
    }
    if (!entry.file.error) planEncoding(entry);
    m_entries.push_back(std::move(entry));
    if (m_toEncode.size() >= m_options.batchSize || m_entries.size() >= kMaxChanges) flush();
}

void ItemWriter::planEncoding(Entry& entry) {
    const bool keeps = keepsContent(entry);
    if (keeps && !entry.work.wantsEmbedding && !entry.work.wantsTokens) return;
    const std::string& hash = entry.file.contentHash;
    const auto twin = std::find_if(m_toEncode.begin(), m_toEncode.end(), [&](std::size_t i) {
        return m_entries[i].file.contentHash == hash;
    });
    if (twin != m_toEncode.end()) {
        entry.encoded = m_entries[*twin].encoded;
        entry.isDuplicate = true;
        return;
    }
    if (!keeps || entry.work.wantsEmbedding) {
        for (const ItemId other : m_parts.gallery.items().withContent(hash)) {
            if (entry.work.item == other) continue;
            entry.copied = m_parts.gallery.embeddings().find(m_options.fingerprint, other);
            if (!entry.copied) continue;
            entry.isDuplicate = true;
            if (!entry.work.wantsTokens) return;
            break;
        }
    }
    entry.encoded = m_toEncode.size();
    m_toEncode.push_back(m_entries.size());
}

void ItemWriter::defer(std::function<void()> change) {
    m_changes.push_back(std::move(change));
    if (m_changes.size() >= kMaxChanges) flush();
}

void ItemWriter::encode() {
    m_encoding = {};
    const bool keepTokens = m_parts.tokens != nullptr && m_tokensFit;
    const EncodeOptions options{.keepTokens = keepTokens ? m_options.tokenFormat : std::nullopt,
                                .stop = m_parts.context.stopToken()};
    for (std::size_t done = 0; done < m_toEncode.size();) {
        m_parts.context.checkpoint();
        const std::size_t count =
            std::min(holdSizes(m_parts.model).images, m_toEncode.size() - done);
        std::vector<float> pixels;
        for (std::size_t i = done; i < done + count; ++i) {
            const std::vector<float>& image = m_entries[m_toEncode[i]].file.pixels;
            pixels.insert(pixels.end(), image.begin(), image.end());
        }
        ImageEncoding part;
        {
            const ComputeLane::Hold hold = m_parts.lane.acquire(options.stop);
            part = m_parts.model.encodeImages(pixels, options);
        }
        m_encoding.features.insert(
            m_encoding.features.end(), part.features.begin(), part.features.end());
        std::move(part.tokens.begin(), part.tokens.end(), std::back_inserter(m_encoding.tokens));
        done += count;
    }
    if (!allFinite(m_encoding.features)) {
        fail(ErrorCode::Device,
             "The model gave no numbers for an image; check the bundle with \"model check\", or "
             "try another compute type");
    }
}

void ItemWriter::flush() {
    if (m_entries.empty() && m_changes.empty()) return;
    encode();
    m_written.clear();
    m_parts.gallery.transaction([&] {
        for (const auto& change : m_changes) change();
        for (Entry& entry : m_entries) write(entry);
    });
    m_parts.report.numEncoded += static_cast<std::int64_t>(m_toEncode.size());
    putTokens();
    m_entries.clear();
    m_changes.clear();
    m_toEncode.clear();
    m_encoding = {};
}

void ItemWriter::write(Entry& entry) {
    if (entry.file.error) {
        writeFailure(entry);
    } else {
        writeItem(entry);
    }
}

void ItemWriter::writeFailure(const Entry& entry) {
    const FileWork& work = entry.work;
    const Error& reason = *entry.file.error;
    // The picture that the item was made of is gone, whatever is there now.
    if (work.item) m_parts.gallery.items().setState(*work.item, ItemState::Missing);
    m_parts.gallery.failures().record({.root = work.root,
                                       .path = work.path,
                                       .reason = reason,
                                       .sizeBytes = entry.file.sizeBytes,
                                       .modifiedNs = entry.file.modifiedNs});
    m_parts.report.note(IndexEvent::Failed, work.path, reason.what());
}

/// Writes the item's row and says its id.
ItemId ItemWriter::storeRow(const Entry& entry) {
    ItemStore& items = m_parts.gallery.items();
    const FileWork& work = entry.work;
    // By path: another program may have added it meanwhile.
    const std::optional<Item> before =
        work.item ? items.find(*work.item) : items.find(work.root, work.path);
    Item item = before.value_or(Item{});
    const bool sameContent = before && before->contentHash == entry.file.contentHash;
    item.root = work.root;
    item.path = work.path;
    item.contentHash = entry.file.contentHash;
    item.sizeBytes = entry.file.sizeBytes;
    item.modifiedNs = entry.file.modifiedNs;
    item.state = ItemState::Present;
    if (work.metadata) item.metadata = mergeMetadata(*work.metadata, item.metadata);
    if (sameContent) {
        items.update(item);
        return item.id;
    }
    item.width = entry.file.width;
    item.height = entry.file.height;
    item.metadata = withExifTime(item.metadata, entry.file.exifTime);
    if (!before) {
        m_parts.report.note(IndexEvent::Added, work.path);
        return items.add(item, entry.file.thumbnail);
    }
    m_parts.report.note(IndexEvent::Changed, work.path);
    items.replaceContent(item, entry.file.thumbnail);
    return item.id;
}

void ItemWriter::writeItem(Entry& entry) {
    const bool keeps = keepsContent(entry);
    const ItemId id = storeRow(entry);
    m_parts.gallery.failures().clear(entry.work.root, entry.work.path);
    if (entry.work.wasMissing) m_parts.report.note(IndexEvent::Returned, entry.work.path);
    if (entry.encoded) m_written.emplace_back(id, *entry.encoded);
    if (keeps && !entry.work.wantsEmbedding) return;
    if (entry.isDuplicate) m_parts.report.note(IndexEvent::Duplicate, entry.work.path);
    if (entry.copied) {
        entry.copied->item = id;
        m_parts.gallery.embeddings().put(m_options.fingerprint, *entry.copied);
        return;
    }
    if (!entry.encoded) return;
    const auto width = static_cast<std::size_t>(m_parts.model.config().embedDim);
    Embedding embedding{.item = id, .values = std::vector<std::uint16_t>(width)};
    floatToHalf(std::span<const float>(m_encoding.features).subspan(*entry.encoded * width, width),
                embedding.values);
    m_parts.gallery.embeddings().put(m_options.fingerprint, embedding);
}

void ItemWriter::putTokens() {
    if (m_parts.tokens == nullptr || m_encoding.tokens.empty()) return;
    for (const auto& [item, place] : m_written) {
        const std::string& content = m_entries[m_toEncode[place]].file.contentHash;
        if (!m_parts.tokens->put(item, m_encoding.tokens[place].bytes, content)) {
            m_tokensFit = false;
            m_parts.context.warn(
                makeError(ErrorCode::DiskFull,
                          "The image-token cache is full, or in use by another program: further "
                          "images are encoded again when a search needs them"));
            return;
        }
    }
}

}  // namespace descry
