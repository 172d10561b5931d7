#include "ui/shell/suggested_queries.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/gallery/gallery.h"
#include "ui/common/text.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::SuggestedQueries)
};

constexpr qsizetype kMinLength = 16;
constexpr qsizetype kMaxLength = 80;
constexpr int kMaxItemsRead = 2000;

}  // namespace

QStringList commonQueries() {
    return {Words::tr("a woman in a red jacket with a backpack"),
            Words::tr("a man in a black suit carrying a briefcase"),
            Words::tr("a person with a white shirt and blue jeans"),
            Words::tr("a woman with long hair and a yellow dress")};
}

QStringList suggestedQueries(const std::filesystem::path& gallery, int most) {
    const auto opened = Gallery::open(gallery, Gallery::Access::ReadOnly);
    QStringList captions;
    for (const Item& item : opened->items().page(ItemId{0}, kMaxItemsRead)) {
        for (const std::string& caption : item.metadata.captions) {
            const QString text = toQString(caption).simplified();
            const bool isHandy = text.size() >= kMinLength && text.size() <= kMaxLength;
            if (isHandy && !captions.contains(text)) captions << text;
        }
    }
    if (captions.isEmpty()) return commonQueries();
    // From all over the gallery, not the first person's alone.
    const qsizetype step = std::max<qsizetype>(1, captions.size() / most);
    QStringList some;
    for (qsizetype at = 0; at < captions.size() && some.size() < most; at += step) {
        some << captions.at(at);
    }
    return some;
}

}  // namespace descry
