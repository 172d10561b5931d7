#pragma once
/// Says above the grid that no candidate convinces: a result like any other, with the list still
/// there. Thread rule: GUI thread.

#include <QFrame>

#include "core/search/candidate_outlook.h"
#include "ui/common/theme.h"

namespace descry {

class VerdictBar final : public QFrame {
    Q_OBJECT

  public:
    explicit VerdictBar(const Theme& theme, QWidget* parent = nullptr);

    /// Hidden unless the outlook says that none convinces.
    void setOutlook(const CandidateOutlook& outlook);
};

}  // namespace descry
