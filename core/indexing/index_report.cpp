#include "core/indexing/index_report.h"

#include "core/base/unicode.h"

namespace descry {
namespace {

std::int64_t IndexReport::*counterOf(IndexEvent event) {
    switch (event) {
        case IndexEvent::Added:
            return &IndexReport::numAdded;
        case IndexEvent::Changed:
            return &IndexReport::numChanged;
        case IndexEvent::Vanished:
            return &IndexReport::numVanished;
        case IndexEvent::Returned:
            return &IndexReport::numReturned;
        case IndexEvent::Duplicate:
            return &IndexReport::numDuplicates;
        case IndexEvent::Failed:
            return &IndexReport::numFailed;
        case IndexEvent::StillFailed:
            return &IndexReport::numStillFailed;
        case IndexEvent::Unreadable:
            return &IndexReport::numUnreadable;
        case IndexEvent::Damaged:
            return &IndexReport::numDamaged;
        case IndexEvent::Warned:
            return &IndexReport::numWarned;
        case IndexEvent::Metadata:
            return &IndexReport::numMetadataProblems;
    }
    return &IndexReport::numOmitted;
}

}  // namespace

std::string_view indexEventName(IndexEvent event) noexcept {
    switch (event) {
        case IndexEvent::Added:
            return "added";
        case IndexEvent::Changed:
            return "changed";
        case IndexEvent::Vanished:
            return "vanished";
        case IndexEvent::Returned:
            return "returned";
        case IndexEvent::Duplicate:
            return "duplicate";
        case IndexEvent::Failed:
            return "failed";
        case IndexEvent::StillFailed:
            return "still-failed";
        case IndexEvent::Unreadable:
            return "unreadable";
        case IndexEvent::Damaged:
            return "damaged";
        case IndexEvent::Warned:
            return "warning";
        case IndexEvent::Metadata:
            return "metadata";
    }
    return "unknown";
}

void IndexReport::note(IndexEvent event, std::string_view path, std::string_view detail) {
    ++(this->*counterOf(event));
    if (event == IndexEvent::Added) return;
    if (findings.size() == kMaxFindings) {
        ++numOmitted;
        return;
    }
    findings.push_back({.event = event, .path = displayable(path), .detail = displayable(detail)});
}

}  // namespace descry
