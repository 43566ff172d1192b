"""The portal's own icons: 24×24, one stroke, drawn alike. Name -> inner SVG."""

CLOCK = '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>'
PERSON = '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c.7-4 3.7-6.3 7.5-6.3s6.8 2.3 7.5 6.3"/>'

ICONS = {
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="1.5"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
    "chart": '<path d="M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "clock": CLOCK,
    "document": '<path d="M6 3.5h8l4 4V20a.5.5 0 0 1-.5.5h-11A.5.5 0 0 1 6 20zM14 3.5V8h4M9 12h6M9 15.5h6"/>',
    "download": '<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14"/>',
    "exit": '<path d="M10 4.5H5.5v15H10M14.5 8l4 4-4 4M18 12H9.5"/>',
    "home": '<path d="M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4.5v-6h-5v6H5a1 1 0 0 1-1-1z"/>',
    "inbox": '<path d="M4 13.5L6.5 5h11l2.5 8.5V19H4zM4 13.5h4.5l1 2.5h5l1-2.5H20"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.8v.1"/>',
    "join": '<circle cx="10" cy="8" r="3.6"/><path d="M3.5 20c.6-3.9 3.2-6 6.5-6 1.4 0 2.6.4 3.6 1M18 14.5v6M15 17.5h6"/>',
    "megaphone": '<path d="M4 10v4h3l6 4V6l-6 4zM16.5 9a4 4 0 0 1 0 6"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "people": '<circle cx="9" cy="8.5" r="3.3"/><path d="M2.5 19.5c.5-3.7 3-5.5 6.5-5.5s6 1.8 6.5 5.5M16 5.5a3.2 3.2 0 0 1 0 6M18 14.5c2 .7 3.2 2.3 3.5 5"/>',
    "person": PERSON,
    "phone": '<path d="M6 3.5h3.5l1.5 4.5-2.3 1.7a12 12 0 0 0 5.6 5.6L16 13l4.5 1.5V18a2.5 2.5 0 0 1-2.7 2.5C10.5 20 4 13.5 3.5 6.2A2.5 2.5 0 0 1 6 3.5z"/>',
    "pin": '<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2v2h-2zM14 18h2v2h-2zM18 18h2v2h-2z"/>',
    "right": '<path d="M9 5.5l6.5 6.5L9 18.5"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
    "shield": '<path d="M12 3.5l7.5 2.8v5.2c0 4.6-3 7.7-7.5 9.5-4.5-1.8-7.5-4.9-7.5-9.5V6.3z"/><path d="M8.7 12l2.3 2.3 4.3-4.4"/>',
    "tree": '<path d="M9.5 3.5h5v4h-5zM3.5 16.5h5v4h-5zM15.5 16.5h5v4h-5zM12 7.5v5M6 16.5v-4h12v4"/>',
    "warn": '<path d="M12 4l9 16H3zM12 10v4.5M12 17.3v.1"/>',
}
