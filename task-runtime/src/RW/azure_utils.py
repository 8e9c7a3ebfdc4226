"""Azure credentials for tasks, by the command ``az``.

``azure:sp@…`` logs in as the service principal of the secrets ``az_clientId``, ``az_tenantId`` and ``az_clientSecret``,
``azure:identity@…`` as who the worker is: the workload identity of its pod, else its managed identity. ``az_subscriptionId``
is selected where it is given. The login is kept in ``AZURE_CONFIG_DIR``, which belongs to the run.
"""

from __future__ import annotations

import os

from RW import _cloud
from RW._cloud import CloudKey, CredentialError

__all__ = ["kubeconfig", "login", "resolve"]


def resolve(key: CloudKey) -> str:
    """Logs in; the kubeconfig of ``<resource group>/<cluster>``, or for ``@cli`` the account as JSON.

    Raises :class:`RW._cloud.CredentialError`.
    """
    login(key)
    if key.target == "kubeconfig":
        return kubeconfig(key)
    return _cloud.run(key, "az", "account", "show", "--output", "json")


def login(key: CloudKey) -> None:
    """Logs ``az`` in as ``key`` says and selects the subscription."""
    if key.method == "sp":
        client, tenant = _cloud.sibling("az_clientId", key), _cloud.sibling("az_tenantId", key)
        # In a file: arguments of a process can be read by others.
        with _cloud.private_file(_cloud.sibling("az_clientSecret", key)) as secret:
            _login(key, "--service-principal", "--username", client, "--tenant", tenant, f"--password=@{secret}")
    elif key.method == "identity":
        _login(key, *_identity())
    else:
        raise key.unknown_method("sp", "identity")
    subscription = next(_cloud.given("az_subscriptionId"), None)
    if subscription:
        _cloud.run(key, "az", "account", "set", "--subscription", subscription)


def _login(key: CloudKey, *who: str) -> None:
    _cloud.run(key, "az", "login", *who, "--output", "none")


def _identity() -> list[str]:
    """The worker's identity as arguments of the login. Source: the variables that Azure gives a pod or a machine."""
    client, tenant, token = (
        os.environ.get(f"AZURE_{name}") for name in ("CLIENT_ID", "TENANT_ID", "FEDERATED_TOKEN_FILE")
    )
    if client and tenant and token:
        return ["--service-principal", "--username", client, "--tenant", tenant, f"--federated-token=@{token}"]
    return ["--identity", "--client-id", client] if client else ["--identity"]


def kubeconfig(key: CloudKey) -> str:
    """The kubeconfig of an AKS cluster; after :func:`login`. With ``kubelogin`` there, it uses the login of ``az``.

    A cluster that the selected subscription does not have is looked for in the others that the login sees.
    """
    group, cluster = key.parts("<resource group>", "<cluster>")
    with _cloud.private_file() as file:
        try:
            _get(key, group, cluster, file)
        except CredentialError:
            if not any(_has(key, group, cluster, file, other) for other in _subscriptions(key)):
                raise
        if _cloud.has("kubelogin"):
            _cloud.run(key, "kubelogin", "convert-kubeconfig", "--login", "azurecli", "--kubeconfig", file)
        return _cloud.read(file)


def _get(key: CloudKey, group: str, cluster: str, file: str, *where: str) -> None:
    _cloud.run(
        key,
        *("az", "aks", "get-credentials", "--overwrite-existing", "--only-show-errors"),
        *("--resource-group", group, "--name", cluster, "--file", file, *where),
    )


def _has(key: CloudKey, group: str, cluster: str, file: str, subscription: str) -> bool:
    """Whether the cluster is in ``subscription``; its kubeconfig is then in ``file``."""
    try:
        _get(key, group, cluster, file, "--subscription", subscription)
    except CredentialError:
        return False
    return True


def _subscriptions(key: CloudKey) -> list[str]:
    """The ids of the enabled subscriptions that are not selected."""
    query = "[?state=='Enabled' && !isDefault].id"
    return _cloud.run(key, "az", "account", "list", "--query", query, "--output", "tsv").split()
