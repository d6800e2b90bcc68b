{{ stage('unit_costs_daily') }}
