#pragma once
/// How a sitting stands: how many pairs are decided, how fast, how many pairs are wrong by those
/// that came in random order, and what was passed over. Thread rule: GUI thread.

#include <QTimer>
#include <QWidget>
#include <vector>

#include "ui/review/review_desk.h"

class QLabel;
class QListWidget;
class QProgressBar;

namespace descry {

class SittingProgress final : public QWidget {
    Q_OBJECT

  public:
    explicit SittingProgress(ReviewDesk& desk, QWidget* parent = nullptr);

  private:
    void showProgress();
    void showNoise();
    void showKnown();
    void showPassedOver();

    ReviewDesk& m_desk;
    QTimer m_settle;  ///< The estimate is made when the keys rest.
    QLabel* m_count;
    QProgressBar* m_bar;
    QLabel* m_noise;
    QLabel* m_known;
    QLabel* m_passedTitle;
    QListWidget* m_passed;
    std::vector<std::size_t> m_listed;  ///< Numbers of the pairs in m_passed.
};

}  // namespace descry
