from django.db import migrations, models

SPANS = [("quarter", "四半期"), ("half", "半期"), ("three", "年３回"), ("year", "年度")]


def span() -> models.CharField:
    return models.CharField(
        choices=SPANS,
        default="quarter",
        help_text="作成したときの計画の報告周期です。あとで計画の周期が変わっても、名前は変わりません。",
        max_length=7,
        verbose_name="報告周期",
    )


class Migration(migrations.Migration):
    dependencies = [("progress", "0002_reorganization")]

    operations = [
        migrations.AddField(
            model_name="historicalreportingperiod", name="span", field=span()
        ),
        migrations.AddField(model_name="reportingperiod", name="span", field=span()),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quarter__in", [1, 2, 3, 4]), ("span", "quarter")),
                    models.Q(("quarter__in", [2, 4]), ("span", "half")),
                    models.Q(("quarter__in", [1, 2, 4]), ("span", "three")),
                    models.Q(("quarter__in", [4]), ("span", "year")),
                    _connector="OR",
                ),
                name="period_quarter_closes_its_span",
                violation_error_message="報告周期の締めの四半期にしてください。",
            ),
        ),
    ]
