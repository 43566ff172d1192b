"""What follows by itself, whoever did it: here, in the configuration admin or in a shell."""

from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import sessions


@receiver(post_delete, sender=TOTPDevice)
def device_removed(instance: TOTPDevice, **_) -> None:
    """A device that is no longer good for signing in ends the sessions it opened: afterwards
    they are believed without asking for the device again (middleware.py).
    """
    if instance.confirmed:
        sessions.end_all(instance.user)


@receiver(pre_save, sender=TOTPDevice)
def device_doubted(instance: TOTPDevice, **_) -> None:
    if not instance.confirmed and TOTPDevice.objects.filter(pk=instance.pk, confirmed=True):
        sessions.end_all(instance.user)
