#pragma once
/// What stands in the way of searching the open gallery, or makes it of little use, if anything
/// does, in a sentence above the grid. Thread rule: GUI thread; pure function.

#include <QString>

#include "ui/common/workbench.h"

namespace descry {

struct SearchNotice {
    enum class Action { None, Index, Import };

    QString text;                  ///< Empty: nothing does.
    Action action = Action::None;  ///< The one that helps.
};

/// What the button of an action says; empty for None.
QString labelOf(SearchNotice::Action action);

SearchNotice noticeOf(const Workbench& workbench);

}  // namespace descry
