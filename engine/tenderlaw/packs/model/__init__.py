"""The pack format: what a regime's YAML may hold, as strict frozen models.

Conditions arrive as raw mappings and are typed by `tenderlaw.packs.grammar`; what a pack says as a whole is checked by
`tenderlaw.packs.check`, everything else here.
"""
