"""What monitoring asks: whether the installation is ready, and its measures. Details are told to the token's holder."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily

from operations import counters
from operations.services import gauges, health


def holds_token(request) -> bool:
    """Say whether a request bears the token of the setting METRICS_TOKEN."""
    return bool(settings.METRICS_TOKEN) and constant_time_compare(
        request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"
    )


@require_safe
@login_not_required
@never_cache
def ready(request):
    """Answer 200 when every part can do its work, 503 when not; which part it is, with the token alone."""
    parts = health.look(at=timezone.now())
    well = all(part.well for part in parts)
    lines = ["sẵn sàng" if well else "chưa sẵn sàng"]
    if holds_token(request):
        lines += [f"{part.name}: {part.words}" for part in parts]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=200 if well else 503)


@require_safe
@login_not_required
@never_cache
def metrics(request):
    """Answer the measures as Prometheus reads them; 404 without the token."""
    if not holds_token(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(_Measures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Measures:
    """What a registry of Prometheus asks."""

    def collect(self):
        """Yield what the processes counted, then what the rows say now."""
        yield from counters.collect()
        for gauge in gauges.read(at=timezone.now()):
            names = list(gauge.values[0][0]) if gauge.values else []
            family = GaugeMetricFamily(gauge.name, gauge.told, labels=names)
            for labels, value in gauge.values:
                family.add_metric(list(labels.values()), value)
            yield family
