#pragma once
/// A run in preparation: the data set's panel, the form, what is wrong with either, the forecast,
/// and the begin. Thread rule: GUI thread; forecasts are made in the background. Failure rule: what
/// hinders a run stands in the form, by field.

#include <QObject>
#include <QTimer>
#include <optional>
#include <stop_token>

#include "ui/training/dataset_panel.h"
#include "ui/training/settings_panel.h"
#include "ui/training/training_runs.h"

namespace descry {

class NewRun final : public QObject {
    Q_OBJECT

  public:
    NewRun(ApplicationContext& context, TrainingRuns& runs, QObject* parent = nullptr);

    DatasetPanel* data() const { return m_data; }
    SettingsPanel* settings() const { return m_settings; }
    /// Begins with defaults for the device, the open model and a free folder, where nothing was
    /// entered yet. A model that is opened later, and what is found out of the device, are followed
    /// where nothing was entered.
    void prepare();
    void begin();

  private:
    TrainForm form() const;
    QString freeOut(const QString& dataset) const;
    void dataChanged();
    void factsChanged();
    void followDevice();
    void followBundle();
    void judge();
    std::vector<FieldFault> faultsNow() const;
    void forecast();
    void refused(const Error& error);
    DeviceRequest device() const;
    QString shownForecast(const StepForecast& forecast) const;

    ApplicationContext& m_context;
    TrainingRuns& m_runs;
    DatasetPanel* m_data;
    SettingsPanel* m_settings;
    QTimer m_settle;  ///< Numbers are typed digit by digit.
    std::stop_source m_forecasting;
    std::optional<FieldFault> m_refusal;  ///< By core, of the form as it is.
    QString m_ownOut;                     ///< The folder that was proposed.
    TrainDevice m_device;                 ///< That the form's defaults are for.
    bool m_isPrepared = false;
    bool m_isBeginning = false;
};

}  // namespace descry
