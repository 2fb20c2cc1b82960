"""Labels as Isaac Sim 4.5 writes them."""

from standin import behaviour, state

state.running()

if behaviour.VERSION < (5, 0):

    def add_update_semantics(prim, semantic_label: str, type_label: str = "class", suffix: str = "") -> None:
        types = state.real.Sdf.ValueTypeNames
        for name, value in (("semanticType", type_label), ("semanticData", semantic_label)):
            prim.CreateAttribute(f"semantic:Semantics{suffix}:params:{name}", types.String).Set(value)
