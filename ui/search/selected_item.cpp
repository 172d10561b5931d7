#include "ui/search/selected_item.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>
#include <algorithm>
#include <filesystem>
#include <iterator>

#include "ui/common/file_manager.h"
#include "ui/common/text.h"
#include "ui/search/doubted_words.h"

namespace descry {
namespace {

const QString kItemKey = QStringLiteral("item");
/// More would hold up the program that they are pasted into.
constexpr std::int64_t kMaxCopied = 10'000;

void putOnClipboard(const std::vector<std::filesystem::path>& files) {
    QStringList paths;
    QList<QUrl> urls;
    for (const auto& file : files) {
        paths << qtPath(file);
        urls << QUrl::fromLocalFile(paths.constLast());
    }
    auto* copied = new QMimeData;
    copied->setText(paths.join(QLatin1Char('\n')));
    copied->setUrls(urls);
    QGuiApplication::clipboard()->setMimeData(copied);
}

}  // namespace

SelectedItem::SelectedItem(Parts parts, QObject* parent) : QObject(parent), m_parts(parts) {}

std::optional<ItemId> SelectedItem::id() const {
    return m_parts.model.itemAt(m_parts.page.view().currentIndex());
}

void SelectedItem::changed() {
    const QModelIndex current = m_parts.page.view().currentIndex();
    m_readingDetails.request_stop();
    forgetDoubts();
    const auto item = id();
    m_parts.details.showRow(item ? std::optional(m_parts.model.row(current.row())) : std::nullopt);
    if (!item) return;
    if (m_parts.page.isPreviewing()) m_parts.page.showPreview(*item);
    readDetails(*item);
}

void SelectedItem::rankChanged() {
    if (!id()) return;
    m_parts.details.showRow(m_parts.model.row(m_parts.page.view().currentIndex().row()));
}

void SelectedItem::forgetDoubts() {
    m_readingDoubts.request_stop();
    m_parts.page.query().underline({});
}

Background::Failed SelectedItem::failureOf(const QString& cause, const QString& kept) const {
    return [&messages = m_parts.context.messages, cause, kept](const Error& error) {
        Message message = problemOf(kItemKey, cause, error);
        message.kept = kept;
        messages.raise(message);
    };
}

Background::Failed SelectedItem::cannotBeRead() const {
    return failureOf(tr("What is known of the picture could not be read."),
                     tr("The list stays as it is."));
}

void SelectedItem::readDetails(ItemId item) {
    const auto source = m_parts.controller.source();
    if (source == nullptr) return;
    m_readingDetails.request_stop();
    m_readingDetails = m_parts.context.background.run(
        *this,
        [source, item](std::stop_token) { return source->details(item); },
        [this, item](const std::optional<ItemDetails>& details) {
            if (details && id() == item) showDetails(*details);
        },
        cannotBeRead());
}

void SelectedItem::showDetails(const ItemDetails& details) {
    m_parts.details.showDetails(details);
    if (m_parts.page.isPreviewing()) m_parts.page.setPreviewFile(details.file);
    readDoubts();
}

void SelectedItem::readDoubts() {
    const SearchController& controller = m_parts.controller;
    const SearchQuery& query = controller.query();
    const auto& details = m_parts.details.details();
    if (!controller.canSearch() || !query.isDescribed() || controller.isRunning()) return;
    if (!details || !details->isThere) return;
    m_readingDoubts.request_stop();
    m_readingDoubts = m_parts.context.background.run(
        *this,
        [source = controller.source(), text = toUtf8(query.text), file = details->file](
            std::stop_token stop) {
            const SearchSource::Parts& parts = source->parts();
            return doubtedWords(*parts.model, *parts.lane, text, file, stop);
        },
        [this](const std::vector<WordDoubt>& words) {
            QList<DoubtedWord> shown;
            for (const WordDoubt& word : words)
                shown << DoubtedWord{toQString(word.word), word.doubt};
            m_parts.page.query().underline(shown);
        });
}

void SelectedItem::preview() {
    const auto item = id();
    if (!item) return;
    m_parts.page.showPreview(*item);
    const auto& details = m_parts.details.details();
    if (details && details->item.id == *item) m_parts.page.setPreviewFile(details->file);
}

void SelectedItem::readAgain() {
    if (const auto item = id()) readDetails(*item);
}

void SelectedItem::toggleBookmark() {
    const auto item = id();
    const auto source = m_parts.controller.source();
    if (!item || source == nullptr) return;
    const ItemLine* line = m_parts.model.line(*item);
    const bool isWanted = line == nullptr || !line->bookmarked;
    m_parts.context.background.run(
        *this,
        [source, items = m_parts.page.selectedItems(), isWanted](std::stop_token) {
            return source->setBookmarked(items, isWanted);
        },
        [this, source, isWanted](const std::vector<ItemId>& items) {
            if (source == m_parts.controller.source()) showBookmarks(items);
            if (isWanted || items.empty()) return;
            const auto count = static_cast<int>(items.size());
            m_parts.removals.add(
                *source,
                {count == 1 ? tr("the bookmark") : tr("%1 bookmarks").arg(count),
                 [items](SearchSource& gallery) { gallery.setBookmarked(items, true); },
                 items});
        },
        [this](const Error& error) {
            failureOf(tr("The bookmark could not be set."), tr("The picture is as it was."))(error);
            readAgain();
        });
}

/// Of a whole gallery no more is read again than has been seen.
void SelectedItem::showBookmarks(const std::vector<ItemId>& items) {
    const auto source = m_parts.controller.source();
    if (source == nullptr) return;
    m_parts.context.background.run(
        *this,
        [source, items, seen = m_parts.model.itemsWithLine()](std::stop_token) {
            std::vector<ItemId> changed;
            std::ranges::copy_if(items, std::back_inserter(changed), [&](ItemId item) {
                return std::ranges::binary_search(seen, item);
            });
            return source->lines(changed);
        },
        [this, source](const ItemLines& lines) {
            if (source != m_parts.controller.source()) return;
            m_parts.model.setLines(lines);
            readAgain();
        });
}

void SelectedItem::copy() {
    const auto source = m_parts.controller.source();
    std::vector<ItemId> items = m_parts.page.selectedItems();
    if (items.empty() || source == nullptr) return;
    if (std::ssize(items) > kMaxCopied) {
        Message message;
        message.severity = Message::Severity::Warning;
        message.key = kItemKey;
        message.cause =
            tr("At most %1 pictures can be copied at once.").arg(groupedNumber(kMaxCopied));
        message.kept = tr("The clipboard is as it was.");
        m_parts.context.messages.raise(message);
        return;
    }
    m_copying.request_stop();
    m_copying = m_parts.context.background.run(
        *this,
        [source, items = std::move(items)](std::stop_token) { return source->files(items); },
        [](const std::vector<std::filesystem::path>& files) {
            if (!files.empty()) putOnClipboard(files);
        },
        failureOf(tr("Nothing could be copied."), tr("The clipboard is as it was.")));
}

void SelectedItem::reveal() {
    const auto item = id();
    const auto source = m_parts.controller.source();
    if (!item || source == nullptr) return;
    m_parts.context.background.run(
        *this,
        [source, item = *item](std::stop_token) {
            return source->files({&item, 1});
        },
        [this](const std::vector<std::filesystem::path>& files) {
            if (!files.empty()) revealFile(files.front(), m_parts.context.messages);
        },
        cannotBeRead());
}

}  // namespace descry
