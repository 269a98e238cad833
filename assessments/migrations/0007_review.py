import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0006_rating_follows_another_once'),
        ('taxonomy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('opened_revision', models.PositiveBigIntegerField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ReviewItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('open', 'open'), ('agreed', 'agreed'), ('differ', 'differ')], default='open', max_length=6)),
                ('agreed_revision', models.PositiveBigIntegerField(null=True)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='assessments.review')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.skill')),
            ],
        ),
        migrations.CreateModel(
            name='ReviewSide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revealed', models.BooleanField(default=False)),
                ('stance', models.CharField(choices=[('silent', 'silent'), ('confirms', 'confirms'), ('differs', 'differs')], default='silent', max_length=8)),
                ('value', models.PositiveSmallIntegerField(null=True)),
                ('sentence', models.CharField(blank=True, default='', max_length=300)),
                ('about_own', models.PositiveBigIntegerField(default=0)),
                ('about_lead', models.PositiveBigIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=0)),
                ('key', models.UUIDField(null=True)),
                ('said_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sides', to='assessments.reviewitem')),
            ],
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('subject',), name='review_one_open_a_person'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('subject', models.F('opened_by')), _negated=True), name='review_is_by_another'),
        ),
        migrations.AddConstraint(
            model_name='reviewitem',
            constraint=models.UniqueConstraint(fields=('review', 'skill'), name='review_item_one_a_skill'),
        ),
        migrations.AddConstraint(
            model_name='reviewitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_revision__isnull', False), ('outcome', 'agreed')), models.Q(models.Q(('outcome', 'agreed'), _negated=True), ('agreed_revision', None)), _connector='OR'), name='review_item_agreed_names_its_rating'),
        ),
        migrations.AddConstraint(
            model_name='reviewside',
            constraint=models.UniqueConstraint(fields=('item', 'by'), name='review_side_one_a_person'),
        ),
        migrations.AddConstraint(
            model_name='reviewside',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stance', 'silent'), ('value', None)), models.Q(('stance', 'confirms'), ('value__isnull', False), models.Q(('value__lte', 9), ('value', 254), _connector='OR')), models.Q(('stance', 'differs'), ('value', None), models.Q(('sentence', ''), _negated=True)), _connector='OR'), name='review_side_says_what_its_stance_needs'),
        ),
    ]
