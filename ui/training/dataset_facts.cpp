#include "ui/training/dataset_facts.h"

#include <QCoreApplication>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/dataset/pair_verdicts.h"
#include "core/vision/decode.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::DatasetFacts)
};

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Why a picture cannot be used.
std::optional<Error> pictureFault(const std::filesystem::path& path) {
    try {
        readImage(path);
        return std::nullopt;
    } catch (const Error& error) {
        return error;
    }
}

std::size_t numImagesOf(const Dataset& dataset) {
    std::unordered_set<std::string_view> paths;
    for (const DatasetRecord& record : dataset.records) paths.insert(record.imagePath);
    return paths.size();
}

/// A file that says no split is all for learning: what is held out must come from another.
void countSplits(const Dataset& dataset, DatasetFacts& facts) {
    for (const Split split : {Split::Train, Split::Val, Split::Test}) {
        SplitFacts& counts = facts.splits[static_cast<std::size_t>(split)];
        std::unordered_set<std::int64_t> people;
        for (const DatasetRecord& record : dataset.records) {
            if (record.split.value_or(Split::Train) != split) continue;
            ++counts.numImages;
            counts.numCaptions += static_cast<std::int64_t>(record.captions.size());
            people.insert(record.personId);
        }
        counts.numPeople = static_cast<std::int64_t>(people.size());
    }
    facts.numPeople = static_cast<std::int64_t>(dataset.numPeople());
}

void takeFindings(std::vector<Finding> findings, DatasetFacts& facts) {
    facts.findings.reserve(findings.size());
    for (Finding& finding : findings) {
        const FindingKind kind = kindOf(finding);
        const bool isOfImage =
            kind == FindingKind::MissingImage || kind == FindingKind::UnreadableImage;
        if (finding.severity == Severity::Warning) {
            ++facts.numWarnings;
        } else {
            ++(isOfImage ? facts.numImageErrors : facts.numTextErrors);
        }
        facts.findings.push_back({kind, std::move(finding)});
    }
}

}  // namespace

FindingKind kindOf(const Finding& finding) {
    const std::string_view text = finding.message.what();
    if (text.starts_with("image ")) {
        return text.ends_with("there is no such file") ? FindingKind::MissingImage
                                                       : FindingKind::UnreadableImage;
    }
    if (contains(text, "is listed in record")) return FindingKind::ListedTwice;
    if (contains(text, "image path")) return FindingKind::Path;
    if (text.starts_with("person ") || contains(text, "person id")) return FindingKind::Person;
    if (contains(text, "aption")) return FindingKind::Caption;
    if (contains(text, "split")) return FindingKind::Split;
    return FindingKind::Structure;
}

DatasetFacts checkFacts(const std::filesystem::path& file,
                        const std::filesystem::path& images,
                        const CheckProgress& progress,
                        const std::stop_token& stop) {
    DatasetReport report = checkDatasetFile(file);
    const auto total = static_cast<std::int64_t>(numImagesOf(report.dataset));
    if (!images.empty()) {
        std::int64_t done = 0;
        report = checkDatasetFile(file, images, [&](const std::filesystem::path& path) {
            if (stop.stop_requested()) fail(ErrorCode::Cancelled, "the check was stopped");
            progress(++done, total);
            return pictureFault(path);
        });
    }
    DatasetFacts facts;
    facts.file = file;
    facts.images = images;
    facts.format = report.dataset.format;
    countSplits(report.dataset, facts);
    takeFindings(std::move(report.findings), facts);
    facts.pairs = pairVerdictsBeside(file);
    return facts;
}

QString kindName(FindingKind kind) {
    switch (kind) {
        case FindingKind::MissingImage:
            return Words::tr("Image missing");
        case FindingKind::UnreadableImage:
            return Words::tr("Image unreadable");
        case FindingKind::Caption:
            return Words::tr("Caption");
        case FindingKind::Person:
            return Words::tr("Person id");
        case FindingKind::ListedTwice:
            return Words::tr("Listed twice");
        case FindingKind::Split:
            return Words::tr("Split");
        case FindingKind::Path:
            return Words::tr("Image path");
        case FindingKind::Structure:
            return Words::tr("Structure");
    }
    return {};
}

QString formatName(DatasetFormat format) {
    switch (format) {
        case DatasetFormat::CuhkPedes:
            return QStringLiteral("CUHK-PEDES");
        case DatasetFormat::IcfgPedes:
            return QStringLiteral("ICFG-PEDES");
        case DatasetFormat::RstpReid:
            return QStringLiteral("RSTPReid");
        case DatasetFormat::Processed:
            return Words::tr("processed for RaSa");
    }
    return {};
}

QString splitTitle(Split split) {
    switch (split) {
        case Split::Train:
            return Words::tr("Training");
        case Split::Val:
            return Words::tr("Validation");
        case Split::Test:
            return Words::tr("Test");
    }
    return {};
}

}  // namespace descry
