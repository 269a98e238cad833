from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('shared', 'Shared'), ('target', 'Target'), ('role', 'Role'), ('organisation', 'Organisation'), ('welcome', 'Welcome'), ('suggestion', 'Suggestion'), ('review', 'Review')], max_length=20),
        ),
    ]
