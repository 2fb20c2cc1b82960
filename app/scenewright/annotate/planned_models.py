"""The models that a plan's objects show, looked up again for a dataset that was made before."""

from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Model
from scenewright.errors import UserError
from scenewright.sampling.plan import FramePlan, ObjectPlan


def planned_models(plan: FramePlan, assets: AssetLoader, made_ns: int) -> tuple[Model | None, ...]:
    """Return the model of each object of a plan in its pose; nothing for assets that are not there as they were.

    Args:
        plan: The plan.
        assets: Where models come from.
        made_ns: When the dataset was begun, in nanoseconds since 1970: an asset that changed later is another one.
    """
    return tuple(_model(item, assets, made_ns) for item in plan.objects)


def _model(item: ObjectPlan, assets: AssetLoader, made_ns: int) -> Model | None:
    try:
        if assets.changed_ns(item.asset) > made_ns:
            return None
        return assets.posed(item.asset, item.pose, item.phase)
    except (UserError, OSError):
        return None
