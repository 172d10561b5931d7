#pragma once
/// The line at the very bottom: device and why, as soon as it is known, bundle, gallery, how much
/// of it is indexed and how long the rest will take; at the right the keys of the workspace in
/// front. Thread rule: GUI thread.

#include <QFrame>
#include <QLabel>

#include "ui/common/workbench.h"

namespace descry {

/// Hints beside each other: as many, from the first, as there is room for.
class KeyHints final : public QLabel {
  public:
    explicit KeyHints(QWidget* parent = nullptr);

    void setHints(const QStringList& hints);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fit();

    QStringList m_hints;
};

class StatusLine final : public QFrame {
    Q_OBJECT

  public:
    StatusLine(const Workbench& workbench, const JobSignals& jobs, QWidget* parent = nullptr);

    /// "Ctrl+F describe", ...
    void setKeys(const QStringList& keys);

  private:
    void showOpen();
    void showIndex();
    QString remaining() const;  ///< Of the indexing that goes on; empty: none, or not known yet.

    const Workbench& m_workbench;
    const JobSignals& m_jobs;
    QLabel* m_device;
    QLabel* m_bundle;
    QLabel* m_gallery;
    QLabel* m_index;
    KeyHints* m_keys;
};

}  // namespace descry
