#pragma once
/// What stands in the way of searching the open gallery, if anything does, in a sentence above the
/// grid. Thread rule: GUI thread; pure function.

#include <QString>

#include "ui/common/workbench.h"

namespace descry {

struct SearchNotice {
    QString text;    ///< Empty: nothing does.
    QString action;  ///< Label of the one that helps; may be empty.
};

SearchNotice noticeOf(const Workbench& workbench);

}  // namespace descry
