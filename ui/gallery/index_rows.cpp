#include "ui/gallery/index_rows.h"

#include "ui/common/text.h"

namespace descry {
namespace {

/// Of the settings: the bundle's folder by fingerprint.
const QString kModelsPart = QStringLiteral("galleryModels");

std::int64_t sizeOf(const std::vector<IndexFiles>& files, const std::string& fingerprint) {
    std::int64_t bytes = 0;
    for (const IndexFiles& index : files) {
        if (index.fingerprint != fingerprint) continue;
        bytes += index.vectorBytes + index.derivedBytes + index.tokenBytes;
    }
    return bytes;
}

IndexRow rowOf(const Settings& settings, const BundleCount& bundle) {
    IndexRow row;
    row.fingerprint = bundle.fingerprint;
    row.numIndexed = bundle.numEmbeddings;
    row.name = IndexList::tr("Model %1").arg(shortFingerprint(bundle.fingerprint));
    const QString known =
        settings.state(kModelsPart).value(toQString(bundle.fingerprint)).toString();
    if (!known.isEmpty()) {
        row.bundle = toPath(known);
        row.name = settings.bundleTitle(known);
    }
    return row;
}

}  // namespace

void noteModel(Settings& settings, const Bundle& bundle) {
    QVariantMap models = settings.state(kModelsPart);
    models.insert(toQString(bundle.fingerprint()), qtPath(bundle.path()));
    settings.setState(kModelsPart, models);
}

std::vector<IndexRow> indexRows(const ApplicationContext& context,
                                const OpenGallery& gallery,
                                const std::vector<IndexFiles>& files) {
    std::vector<IndexRow> rows;
    const auto& open = context.workbench.bundle();
    const std::string current = open ? open->bundle->fingerprint() : std::string();
    if (open) {
        rows.push_back(rowOf(context.settings, {current, gallery.numIndexed(current)}));
        rows.back().name = open->title;
        rows.back().isOpen = true;
    }
    for (const BundleCount& bundle : gallery.counts.bundles) {
        if (bundle.fingerprint == current || bundle.numEmbeddings == 0) continue;
        rows.push_back(rowOf(context.settings, bundle));
    }
    for (IndexRow& row : rows) row.sizeBytes = sizeOf(files, row.fingerprint);
    return rows;
}

}  // namespace descry
